"""Places in the words of a name: the chain 省 → 市/州/盟 → 区/县/市/旗 → 乡/镇/街道, and zones beside it.

Provinces and prefectures are listed (their names are unique, so that a prefecture's name decides its province);
counties, townships and zones are known by their endings alone. No codes: a name that several places share stays open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_MUNICIPALITIES = "北京市 天津市 上海市 重庆市"

# Province → its prefectures, GB/T 2260 as of 2025, and after the stroke those that existed until 2011–2018.
_PREFECTURES = {
    "河北省": "石家庄市 唐山市 秦皇岛市 邯郸市 邢台市 保定市 张家口市 承德市 沧州市 廊坊市 衡水市",
    "山西省": "太原市 大同市 阳泉市 长治市 晋城市 朔州市 晋中市 运城市 忻州市 临汾市 吕梁市",
    "内蒙古自治区": "呼和浩特市 包头市 乌海市 赤峰市 通辽市 鄂尔多斯市 呼伦贝尔市 巴彦淖尔市 乌兰察布市 兴安盟 锡林郭勒盟 阿拉善盟",
    "辽宁省": "沈阳市 大连市 鞍山市 抚顺市 本溪市 丹东市 锦州市 营口市 阜新市 辽阳市 盘锦市 铁岭市 朝阳市 葫芦岛市",
    "吉林省": "长春市 吉林市 四平市 辽源市 通化市 白山市 松原市 白城市 延边朝鲜族自治州",
    "黑龙江省": "哈尔滨市 齐齐哈尔市 鸡西市 鹤岗市 双鸭山市 大庆市 伊春市 佳木斯市 七台河市 牡丹江市 黑河市 绥化市 大兴安岭地区",
    "江苏省": "南京市 无锡市 徐州市 常州市 苏州市 南通市 连云港市 淮安市 盐城市 扬州市 镇江市 泰州市 宿迁市",
    "浙江省": "杭州市 宁波市 温州市 嘉兴市 湖州市 绍兴市 金华市 衢州市 舟山市 台州市 丽水市",
    "安徽省": "合肥市 芜湖市 蚌埠市 淮南市 马鞍山市 淮北市 铜陵市 安庆市 黄山市 滁州市 阜阳市 宿州市 六安市 亳州市 池州市 宣城市 "
    "| 巢湖市",
    "福建省": "福州市 厦门市 莆田市 三明市 泉州市 漳州市 南平市 龙岩市 宁德市",
    "江西省": "南昌市 景德镇市 萍乡市 九江市 新余市 鹰潭市 赣州市 吉安市 宜春市 抚州市 上饶市",
    "山东省": "济南市 青岛市 淄博市 枣庄市 东营市 烟台市 潍坊市 济宁市 泰安市 威海市 日照市 临沂市 德州市 聊城市 滨州市 菏泽市 "
    "| 莱芜市",
    "河南省": "郑州市 开封市 洛阳市 平顶山市 安阳市 鹤壁市 新乡市 焦作市 濮阳市 许昌市 漯河市 三门峡市 南阳市 商丘市 信阳市 周口市 驻马店市",
    "湖北省": "武汉市 黄石市 十堰市 宜昌市 襄阳市 鄂州市 荆门市 孝感市 荆州市 黄冈市 咸宁市 随州市 恩施土家族苗族自治州 | 襄樊市",
    "湖南省": "长沙市 株洲市 湘潭市 衡阳市 邵阳市 岳阳市 常德市 张家界市 益阳市 郴州市 永州市 怀化市 娄底市 湘西土家族苗族自治州",
    "广东省": "广州市 韶关市 深圳市 珠海市 汕头市 佛山市 江门市 湛江市 茂名市 肇庆市 惠州市 梅州市 汕尾市 河源市 阳江市 清远市 东莞市 "
    "中山市 潮州市 揭阳市 云浮市",
    "广西壮族自治区": "南宁市 柳州市 桂林市 梧州市 北海市 防城港市 钦州市 贵港市 玉林市 百色市 贺州市 河池市 来宾市 崇左市",
    "海南省": "海口市 三亚市 三沙市 儋州市",
    "四川省": "成都市 自贡市 攀枝花市 泸州市 德阳市 绵阳市 广元市 遂宁市 内江市 乐山市 南充市 眉山市 宜宾市 广安市 达州市 雅安市 巴中市 "
    "资阳市 阿坝藏族羌族自治州 甘孜藏族自治州 凉山彝族自治州",
    "贵州省": "贵阳市 六盘水市 遵义市 安顺市 毕节市 铜仁市 黔西南布依族苗族自治州 黔东南苗族侗族自治州 黔南布依族苗族自治州 "
    "| 毕节地区 铜仁地区",
    "云南省": "昆明市 曲靖市 玉溪市 保山市 昭通市 丽江市 普洱市 临沧市 楚雄彝族自治州 红河哈尼族彝族自治州 文山壮族苗族自治州 "
    "西双版纳傣族自治州 大理白族自治州 德宏傣族景颇族自治州 怒江傈僳族自治州 迪庆藏族自治州",
    "西藏自治区": "拉萨市 日喀则市 昌都市 林芝市 山南市 那曲市 阿里地区 | 日喀则地区 昌都地区 林芝地区 山南地区 那曲地区",
    "陕西省": "西安市 铜川市 宝鸡市 咸阳市 渭南市 延安市 汉中市 榆林市 安康市 商洛市",
    "甘肃省": "兰州市 嘉峪关市 金昌市 白银市 天水市 武威市 张掖市 平凉市 酒泉市 庆阳市 定西市 陇南市 临夏回族自治州 甘南藏族自治州",
    "青海省": "西宁市 海东市 海北藏族自治州 黄南藏族自治州 海南藏族自治州 果洛藏族自治州 玉树藏族自治州 海西蒙古族藏族自治州 | 海东地区",
    "宁夏回族自治区": "银川市 石嘴山市 吴忠市 固原市 中卫市",
    "新疆维吾尔自治区": "乌鲁木齐市 克拉玛依市 吐鲁番市 哈密市 昌吉回族自治州 博尔塔拉蒙古自治州 巴音郭楞蒙古自治州 阿克苏地区 "
    "克孜勒苏柯尔克孜自治州 喀什地区 和田地区 伊犁哈萨克自治州 塔城地区 阿勒泰地区 | 吐鲁番地区 哈密地区",
}

# Names that were a prefecture's in some years only, a county-level city's in the others: first and last year.
_PREFECTURE_YEARS = {
    "巢湖市": (0, 2010),
    "毕节市": (2011, 9999),
    "铜仁市": (2011, 9999),
    "日喀则市": (2014, 9999),
    "儋州市": (2015, 9999),
    "吐鲁番市": (2015, 9999),
    "哈密市": (2016, 9999),
}
_LAST_KNOWN = 2025  # taken for a report whose year is not known

PROVINCES = frozenset(_MUNICIPALITIES.split()) | frozenset(_PREFECTURES)
PREFECTURES = {name: province for province, names in _PREFECTURES.items() for name in names.replace("|", " ").split()}

_SHORT_PROVINCES = {re.sub(r"(?:维吾尔|壮族|回族)?自治区$|省$|市$", "", name): name for name in PROVINCES}
_ETHNIC = [
    "朝鲜族",
    "土家族",
    "藏族",
    "彝族",
    "布依族",
    "苗族",
    "侗族",
    "哈尼族",
    "壮族",
    "傣族",
    "白族",
    "傈僳族",
    "回族",
    "蒙古",
    "哈萨克",
    "柯尔克孜",
]
_SHORT_STATES = (
    {  # 红河州 → 红河哈尼族彝族自治州
        name[: min(found for word in _ETHNIC if (found := name.find(word)) > 0)] + "州": name
        for name in PREFECTURES
        if name.endswith("自治州")
    }
    | {"博州": "博尔塔拉蒙古自治州", "巴州": "巴音郭楞蒙古自治州", "克州": "克孜勒苏柯尔克孜自治州"}
)
_SEATS = {re.sub(r"(?:市|地区|盟)$", "", name): name for name in PREFECTURES if not name.endswith("州")}

# Real districts and counties whose names end like a zone's or hold another ending inside.
_DISTRICTS = [
    "浦东新区",
    "滨海新区",
    "沈北新区",
    "清新区",
    "绿园区",
    "梁园区",
    "下花园区",
    "沙县区",
    "梅县区",
    "赣县区",
    "辉县市",
    "红旗区",
    "社旗县",
    "津市市",
    "芒市",
]
_ZONE_KINDS = (
    "开发|高新|经开|高开|新|园|实验|试验|示范|保税|综保|保税港|自贸|贸易|合作|度假|名胜|风景|景|管理|集聚|聚集|集中|功能|投资|片|"
    "商务|先行|先导|起步|创新|拓展|工业|产业|经济|空港|加工|农高|临港|临空"
)
_ZONE = re.compile(
    rf"(?:[^局厅委办院]{{0,28}}(?:{_ZONE_KINDS})区"
    r"|[^局厅委办院区]{1,16}?(?:工业园|产业园|科技园|物流园|创业园|软件园|化工园|科学城|科技城|新城)(?=$|管委|管理|党工委))"
)
_ZONE_END = re.compile(rf"(?:{_ZONE_KINDS})区$")
# A zone that says of itself no more than that it is one.
COMMON_ZONES = re.compile(
    rf"(?:国家级?|省级|市级|[省市县区州])?(?:高新技术产业|经济技术|高新技术|经济|工业|产业|旅游)?(?:{_ZONE_KINDS})区"
)
_NO_DISTRICT = re.compile(r"(?:[社小辖校库灾牧地]|保护)区$|^(?:山|市|老|中心城)区$")

_COUNTY = re.compile(
    "|".join(_DISTRICTS) + r"|[^省市县区旗局厅委办院]{2,14}?自治[县旗]"
    r"|(?!市(?![中南北郊]区)|自治|[我本全各该原][县区市旗])[^省县区旗州局厅委办院][^省县区旗局厅委办院]{0,7}?"
    r"(?:[县旗]|区(?!域)|(?<=..)市(?!场|级))"
    r"(?!(?:镇|乡|街道)(?:人民政府|政府|办事处|党|$))"  # 旧县镇, 新市街道
)
_TOWNSHIP = re.compile(
    r"(?:人民政府|政府|管委会|管理委员会)?"
    r"(?P<name>[^局厅委办院处府]{1,11}?(?:街道|乡|镇|苏木|地区(?=办事处)))(?=$|人民政府|政府|办事处|办$|党)"
)

# What a department's own name begins with: such a name says of itself neither which place it is of nor that it is one.
FUNCTIONS = re.compile(
    "人民|政府|驻|信访|教育|教体|财政|统计|公安|民政|司法|人力|人社|自然资源|国土|生态|环境|环保|住房|住建|建设|规划|交通|水利|水务|"
    "农业|农村|农牧|农林|农机|商务|商贸|招商|投资|文化|文旅|文体|旅游|卫生|卫健|退役|应急|审计|市场|工商|质量|质监|食品|药品|"
    "体育|医疗|医保|城市|城乡|城管|综合|行政|政务|审批|林业|林草|园林|畜牧|渔业|海洋|粮食|粮储|机关|税务|国税|地税|国家税务|地方税务|"
    "气象|海事|地震|科学|科技|科协|工业|工信|经济|经信|发展|发改|物价|价格|民族|宗教|民宗|外事|侨务|台湾|人民防空|人防|国防|国资|国有|"
    "金融|大数据|数据|数字|乡村|扶贫|移民|水库|安全|安监|消防|档案|地方|残疾|残联|妇联|妇女|总工会|工会|共青团|团委|红十字|工商联|文联|"
    "社会|社保|供销|公共|公路|公积金|法制|知识产权|检验|烟草|邮政|通信|通讯|无线电|广播|广电|新闻|版权|电影|党校|党委|市委|县委|区委|"
    "人大|政协|编办|机构|老干部|组织部|宣传|统战|政法|纪委|监察|人民法院|检察|口岸|物流|盐务|监狱|戒毒|地质|矿产|煤炭|能源|电力|"
    "房产|房屋|不动产|征收|园区|开发区|管委|管理|后勤|接待|史志|党史|图书|博物|医院|乡镇|社区|山区|库区|老区|自然保护|旧城|流域|道路|港航|台港澳|疾病|疾控|中医|血防|幼儿园|第[一二三四五六七八九十]"
)

# Misreadings of a place's name that are no place themselves; corrected in the agency, never in the title.
MISPRINTS = {"沐阳县": "沭阳县"}  # 沭 is taken for 沐 by OCR and by hand; there is no 沐阳县


@dataclass(frozen=True, slots=True)
class Region:
    """The places that a name begins with, each in full as far as the words go, and what follows them (`rest`)."""

    province: str | None = None
    prefecture: str | None = None
    county: str | None = None
    zone: str | None = None
    township: str | None = None
    rest: str = ""

    @property
    def lowest(self) -> str | None:
        """The smallest place named."""
        return self.township or self.zone or self.county or self.prefecture or self.province


@lru_cache(maxsize=2048)
def read_region(name: str, year: int | None = None) -> Region:
    """The places at the beginning of an agency's name; `year` decides names that rose to a prefecture's in between.

    >>> read_region("泉州市洛江区工业和信息化局")
    Region(province='福建省', prefecture='泉州市', county='洛江区', zone=None, township=None, rest='工业和信息化局')
    >>> read_region("舒兰市市场监督管理局").county, read_region("区信访局").lowest
    ('舒兰市', None)
    """
    province, rest = _province(name, year)
    prefecture, rest = _prefecture(rest, year)
    county, rest = _county(rest)
    zone, rest = _zone(rest, (province or prefecture or county) is not None)
    township = None
    if match := _TOWNSHIP.match(rest):
        township, rest = match["name"], rest[match.end() :]
    return Region(province or PREFECTURES.get(prefecture or ""), prefecture, county, zone, township, rest)


def seat(name: str) -> tuple[str | None, str | None]:
    """(province, prefecture) named anywhere in a name, also in short: 国家统计局福建调查总队, 广州海关, 审计署驻昆明特派员办事处."""
    for start in range(len(name)):
        for length in (4, 3, 2):
            word = name[start : start + length]
            if word in _SEATS:
                return PREFECTURES[_SEATS[word]], _SEATS[word]
            if word in _SHORT_PROVINCES:
                return _SHORT_PROVINCES[word], None
    return None, None


def prefecture_before(words: str) -> str | None:
    """The prefecture whose name these words end with."""
    return next((words[-length:] for length in range(11, 2, -1) if words[-length:] in PREFECTURES), None)


def _province(name: str, year: int | None) -> tuple[str | None, str]:
    for length in range(8, 2, -1):
        if name[:length] in PROVINCES:
            return name[:length], name[length:]
    for length in (3, 2):
        province, rest = _SHORT_PROVINCES.get(name[:length]), name[length:]
        if province is None or _prefecture(name, year)[0]:
            continue
        prefecture, _ = _prefecture(rest, year)
        # 海南区, 吉林市, 西藏路街道 and 河南蒙古族自治县 (of 青海) begin with a province's short name and are not in it.
        if PREFECTURES.get(prefecture or "") == province or (
            _county(rest)[0] and not re.match("[省市县区州路街湖镇乡]|蒙古族", rest)
        ):
            return province, rest
    return None, name


def _prefecture(name: str, year: int | None) -> tuple[str | None, str]:
    for length in range(11, 2, -1):
        if (word := name[:length]) in PREFECTURES:
            first, last = _PREFECTURE_YEARS.get(word, (0, 9999))
            return (word, name[length:]) if first <= (year or _LAST_KNOWN) <= last else (None, name)
    for length in (5, 4, 3, 2):
        if (full := _SHORT_STATES.get(name[:length])) is not None and name[length : length + 1] != "区":  # 巴州区
            return full, name[length:]
    return None, name


def _county(name: str) -> tuple[str | None, str]:
    match = _COUNTY.match(name)
    if match is None:
        return None, name
    word, rest = match[0], name[match.end() :]
    if word not in _DISTRICTS and (_ZONE_END.search(word) or _NO_DISTRICT.search(word)):
        return None, name
    function = FUNCTIONS.match(word)
    if function and (word[-1] not in "县旗" or len(function[0]) != len(word) - 1):  # 公安县 is a county
        return None, name
    return word, rest


def _zone(name: str, placed: bool) -> tuple[str | None, str]:
    match = _ZONE.match(name) if "区" in name or "园" in name or "城" in name else None
    if match is None or (not placed and COMMON_ZONES.fullmatch(match[0])):  # 高新区管委会: whose?
        return None, name
    return match[0], name[match.end() :]
