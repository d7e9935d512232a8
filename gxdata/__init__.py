"""Chinese government-information-disclosure annual reports as tidy, traceable Parquet tables."""
