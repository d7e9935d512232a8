"""Fields of work, and the names under which one field of work goes: data only.

`SECTORS` stands in the order in which the State Council lists its departments (国务院机构设置), then what it does not
list. `RENAMINGS` joins only names of one and the same body: short forms of a name, and the renamings of the reforms of
2018 (中共中央《深化党和国家机构改革方案》) and after, where one body continues under a new name. Not joined, because
several equal bodies were merged into a new one: 工商、质监、食药 → 市场监督管理; 文化、旅游 → 文化和旅游; 国税、地税 → 税务;
国土、规划 → 自然资源和规划; 安监 and others → 应急管理. Neither are names that list other functions (水利, 水务; 行政审批,
政务服务), even where one followed upon the other.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sector:
    """words: what names of such bodies hold, without 和, 与, 及 and 、."""

    id: str
    zh: str
    en: str
    words: str


@dataclass(frozen=True, slots=True)
class Renaming:
    """words: further names of the function, without rank (局, 委员会, 办公室 …) and 和; normal: the one taken for all.

    since: the year from which a new name was given, 0 for short forms; basis: the reform or usage.
    """

    words: str
    normal: str
    since: int
    basis: str


# fmt: off
SECTORS = (
    Sector("government_office", "政府办公厅（室）", "government office", "人民政府办公 政府办公 政府办 管委会办公 管理委员会办公 党政办 党政综合"),
    Sector("foreign_affairs", "外事", "foreign affairs", "外事 外办 外侨 侨务 港澳"),
    Sector("civil_defence", "人民防空", "civil defence", "人民防空 人防 民防 国防动员"),
    Sector("development", "发展改革", "development and reform", "发展改革 发改 经济发展 物价 价格"),
    Sector("education", "教育", "education", "教育 教体 教科 教委 招生考试 大学 学院 学校 中学 小学 幼儿园"),
    Sector("science", "科技", "science and technology", "科学技术 科技 科委"),
    Sector("industry", "工业和信息化", "industry and information technology", "工业 工信 经济信息化 经信 经济贸易 经贸 中小企业"),
    Sector("ethnic_religious", "民族宗教", "ethnic and religious affairs", "民族宗教 民族事务 民宗 宗教"),
    Sector("public_security", "公安", "public security", "公安 交警 出入境管理 移民管理 边防检查 边检 海警"),
    Sector("civil_affairs", "民政", "civil affairs", "民政 社会组织 老龄"),
    Sector("justice", "司法", "justice", "司法 法制 监狱 戒毒"),
    Sector("finance", "财政", "finance", "财政"),
    Sector("human_resources", "人力资源和社会保障", "human resources and social security", "人力资源 人社 社会保障 社会保险 社保 就业 劳动 公务员"),
    Sector("natural_resources", "自然资源", "natural resources", "自然资源 国土 规划 不动产 测绘 地质 矿产 海洋"),
    Sector("environment", "生态环境", "ecology and environment", "生态环境 环境保护 环保 环境"),
    Sector("housing", "住房和城乡建设", "housing and construction", "住房 住建 建委 城乡建设 建设 房产 房屋 房管 公积金"),
    Sector("transport", "交通运输", "transport", "交通 交委 公路 道路运输 港航 港口 铁路 民航 民用航空"),
    Sector("water", "水利", "water resources", "水利 水务 水文 河务 南水北调"),
    Sector("agriculture", "农业农村", "agriculture and rural affairs", "农业 农村 农委 农牧 农林 农机 农经 畜牧 渔业"),
    Sector("commerce", "商务", "commerce", "商务 商贸 商业 贸易 招商 投资促进 口岸"),
    Sector("culture_tourism", "文化和旅游", "culture and tourism", "文化 文旅 文广 文体 文物 旅游 广播 广电 新闻出版 版权 电影"),
    Sector("health", "卫生健康", "health", "卫生 卫健 卫计 疾病预防 疾控 中医 医院"),
    Sector("veterans", "退役军人事务", "veterans", "退役军人"),
    Sector("emergency", "应急管理", "emergency management", "应急 安全生产 安监 消防 煤矿安全 矿山安全 煤监 地震 防震"),
    Sector("audit", "审计", "audit", "审计"),
    Sector("state_assets", "国有资产监督管理", "state-owned assets", "国有资产 国资"),
    Sector("customs", "海关", "customs", "海关 检验检疫"),
    Sector("taxation", "税务", "taxation", "税务 国税 地税"),
    Sector("market_regulation", "市场监督管理", "market regulation", "市场监督 市场监管 市监 工商 质量技术 质监 食品药品 药品 食药 知识产权"),
    Sector("financial_regulation", "金融监管", "financial regulation", "金融 银行 证监 银监 银保监 保监 证券 保险监督 外汇"),
    Sector("sports", "体育", "sports", "体育"),
    Sector("statistics", "统计", "statistics", "统计 调查总队 调查队"),
    Sector("healthcare_security", "医疗保障", "healthcare security", "医疗保障 医保"),
    Sector("offices_administration", "机关事务管理", "government offices administration", "机关事务 机关后勤 机关服务 后勤"),
    Sector("petitions", "信访", "petitions", "信访"),
    Sector("grain_reserves", "粮食和物资储备", "grain and reserves", "粮食 粮储 物资储备"),
    Sector("energy", "能源", "energy", "能源 电力 煤炭"),
    Sector("data", "数据", "data", "数据 数字"),
    Sector("tobacco", "烟草专卖", "tobacco monopoly", "烟草"),
    Sector("forestry", "林业和草原", "forestry and grassland", "林业 林草 草原 绿化"),
    Sector("posts", "邮政", "posts", "邮政"),
    Sector("communications", "通信管理", "communications", "通信 无线电"),
    Sector("meteorology", "气象", "meteorology", "气象"),
    Sector("maritime", "海事", "maritime safety", "海事"),
    Sector("rural_revitalisation", "乡村振兴", "rural revitalisation", "乡村振兴 扶贫"),
    Sector("government_services", "行政审批和政务服务", "approvals and government services", "行政审批 审批服务 政务 行政服务 便民服务 营商环境 公共资源"),
    Sector("urban_management", "城市管理和综合执法", "urban management and law enforcement", "城市管理 城管 综合执法 综合行政执法 行政执法 市容 环境卫生 环卫 市政 园林"),
)

# Words that hold a sector's word and say another thing.
NO_SECTOR = "精神文明建设 文明建设 工商联 工商业联合 国家安全 国家金库 经济技术开发 党风廉政建设 基层政权建设"

_SHORT = "short form of the name"
_REFORM = "2018 机构改革, 深化党和国家机构改革方案"
RENAMINGS = (
    Renaming("工信 经信 经济信息化 工业信息化", "工业信息化", 2008, "2008 and 2018 机构改革: 经济和信息化, then 工业和信息化"),
    Renaming("卫健 卫计 卫生计生 卫生计划生育", "卫生健康", 2018, f"{_REFORM} 三（二十九）: 卫生计生 continues as 卫生健康"),
    Renaming("国土 国土资源", "自然资源", 2018, f"{_REFORM}: 自然资源 in the place of 国土资源"),
    Renaming("环保 环境保护", "生态环境", 2018, f"{_REFORM}: 生态环境 in the place of 环境保护"),
    Renaming("农业 农", "农业农村", 2018, f"{_REFORM}: 农业农村 in the place of 农业"),
    Renaming("林业 林草", "林业草原", 2018, f"{_REFORM}: 林业和草原 in the place of 林业"),
    Renaming("粮食 粮储 粮食物资储备", "粮食物资储备", 2018, f"{_REFORM}: 粮食和物资储备 in the place of 粮食"),
    Renaming("外 外侨 外事侨务", "外事", 2018, f"{_REFORM}: 侨务 left, 外事 continues"),
    Renaming("医保", "医疗保障", 2018, f"{_REFORM}: 医疗保障 is new; short form"),
    Renaming("退役军人", "退役军人事务", 2018, f"{_REFORM}: 退役军人事务 is new; short form"),
    Renaming("大数据 大数据管理 大数据发展 大数据发展管理 大数据管理发展 数据管理", "数据", 2023, "2023 机构改革: 数据局, before it 大数据 …"),
    Renaming("扶贫 扶贫开发 扶贫工作 扶贫开发工作", "乡村振兴", 2021, "2021: 扶贫办 renamed 乡村振兴局 (国务院扶贫办 → 国家乡村振兴局)"),
    Renaming(
        "金融 金融工作 金融服务 地方金融监管 地方金融监督管理 地方金融管理", "地方金融", 2018,
        "2018 and 2023 机构改革: 金融工作办公室, 地方金融监督管理局, 地方金融管理局",
    ),
    Renaming("城市管理行政执法 城市管理执法 城管执法 城管综合执法", "城市管理综合执法", 2015, "中发〔2015〕37号: 行政执法 became 综合执法"),
    Renaming("交通", "交通运输", 2008, "2008 机构改革: 交通运输 in the place of 交通"),
    Renaming("发改", "发展改革", 0, _SHORT),
    Renaming("人社 人力社保", "人力资源社会保障", 0, _SHORT),
    Renaming("住建 住房建设", "住房城乡建设", 0, _SHORT),
    Renaming("市监 市场监管 市场监督", "市场监督管理", 0, _SHORT),
    Renaming("国资 国有资产监管", "国有资产监督管理", 0, _SHORT),
    Renaming("应急", "应急管理", 0, _SHORT),
    Renaming("城管", "城市管理", 0, _SHORT),
    Renaming("文旅", "文化旅游", 0, _SHORT),
    Renaming("文广旅 文化广电旅游", "文化广电旅游", 0, _SHORT),
    Renaming("文体旅", "文化体育旅游", 0, _SHORT),
    Renaming("教体", "教育体育", 0, _SHORT),
    Renaming("教", "教育", 0, _SHORT),
    Renaming("科技 科", "科学技术", 0, _SHORT),
    Renaming("民宗 民族宗教", "民族宗教事务", 0, _SHORT),
    Renaming("人防", "人民防空", 0, _SHORT),
    Renaming("安监", "安全生产监督管理", 0, _SHORT),
    Renaming("质监", "质量技术监督", 0, _SHORT),
    Renaming("工商", "工商行政管理", 0, _SHORT),
    Renaming("食药监 食药 食药监管", "食品药品监督管理", 0, _SHORT),
    Renaming("机关事务", "机关事务管理", 0, _SHORT),
    Renaming("信访工作", "信访", 0, _SHORT),
    Renaming("审批", "行政审批", 0, _SHORT),
    Renaming("国税", "国家税务", 0, _SHORT),
    Renaming("地税", "地方税务", 0, _SHORT),
)

# Zones of which the country has just one of the name: 平潭综合实验区 and the 国家级新区 that are no district themselves.
ONLY_ZONES = (
    "平潭综合实验区 两江新区 舟山群岛新区 兰州新区 西咸新区 贵安新区 西海岸新区 金普新区 天府新区 湘江新区 福州新区 滇中新区"
    " 哈尔滨新区 长春新区 赣江新区 雄安新区"
)
# fmt: on
