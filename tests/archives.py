"""Archives for tests, also such as no honest program writes."""

import gzip
import io
import struct
import tarfile
import warnings
import zipfile
import zlib


def zipped(files, method=zipfile.ZIP_DEFLATED):
    """A ZIP of (name, bytes) pairs; a ZipInfo may stand for a name."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # two files of one name
        for name, data in files:
            archive.writestr(name, data, None if isinstance(name, zipfile.ZipInfo) else method)
    return packed.getvalue()


def renamed(data, old, new):
    """The ZIP with another name of as many bytes, before the file and in the directory; its flags stay."""
    assert len(old) == len(new) and data.count(old) >= 2
    return data.replace(old, new)


def flagged(data, bits):
    """The ZIP with these flags set in every header."""
    changed = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := data.find(mark, place + 1)) >= 0:
            flags = struct.unpack_from("<H", data, place + offset)[0]
            struct.pack_into("<H", changed, place + offset, flags | bits)
    return bytes(changed)


def with_unicode_path(name, raw, content):
    """A ZIP of one stored file whose name is `raw`, and in Info-ZIP's Unicode field `name`."""
    field = struct.pack("<BI", 1, zlib.crc32(raw)) + name.encode()
    extra = struct.pack("<HH", 0x7075, len(field)) + field
    sizes = struct.pack("<III", zlib.crc32(content), len(content), len(content))
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 0, 0, 0x21) + sizes + struct.pack("<HH", len(raw), len(extra))
    local += raw + extra + content
    entry = b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 0, 0, 0x21) + sizes
    entry += struct.pack("<HHHHHII", len(raw), len(extra), 0, 0, 0, 0, 0) + raw + extra
    return local + entry + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry), len(local), 0)


def link(name):
    """The ZipInfo of a symbolic link."""
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, 0o120777 << 16
    return info


def overlapping(copies, size):
    """A ZIP whose directory has `copies` entries that all point to one packed run of `size` noughts."""
    one = zipped([("a.txt", b"0" * size)])
    start = one.index(b"PK\x01\x02")
    entry = one[start : one.index(b"PK\x05\x06")]
    entries = b"".join(entry.replace(b"a.txt", b"%05d" % number) for number in range(copies))
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, copies, copies, len(entries), start, 0)
    return one[:start] + entries + end


def tarred(files, mode="w"):
    """A tar of (name, bytes) pairs; a TarInfo may stand for a name."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode) as archive:
        for name, data in files:
            info = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return packed.getvalue()


def gzipped(data, name=""):
    packed = io.BytesIO()
    with gzip.GzipFile(name, "wb", fileobj=packed, mtime=0) as file:
        file.write(data)
    return packed.getvalue()
