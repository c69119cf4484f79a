"""The special-operations catalogue 特种作业目录 as first loaded, and which specialties fit it.

The new list of 2026-06-01 is a ministry file that the bureau loads itself; until then old names serve.
"""

from dataclasses import dataclass
from datetime import date

OLD_SOURCE = "特种作业人员安全技术培训考核管理规定（原30号令）附件"
OLD_FROM = date(2010, 7, 1)


@dataclass(frozen=True)
class TradeRow:
    """One trade with its group and the days between which the catalogue holds."""

    group_name: str
    name: str
    source: str = OLD_SOURCE
    valid_from: date = OLD_FROM
    valid_to: date | None = date(2026, 5, 31)


GROUPS: dict[str, str] = {
    "电工作业": "高压电工 低压电工 防爆电气 电力电缆 继电保护 电气试验",
    "焊接与热切割作业": "熔化焊接与热切割 压力焊 钎焊",
    "高处作业": "登高架设 高处安装维护拆除",
    "制冷与空调作业": "制冷与空调设备运行操作 制冷与空调设备安装修理",
    "煤矿安全作业": "煤矿井下电气 煤矿井下爆破 煤矿安全监测监控 煤矿瓦斯检查 煤矿安全检查 "
    "煤矿提升机操作 煤矿采煤机（掘进机）操作 煤矿瓦斯抽采 煤矿防突 煤矿探放水",
    "金属非金属矿山安全作业": "矿井通风 尾矿 矿山安全检查 矿山提升机操作 矿山支柱 "
    "矿山井下电气 矿山排水 矿山爆破",
    "石油天然气安全作业": "司钻",
    "冶金（有色）生产安全作业": "煤气",
    "危险化学品安全作业": "光气及光气化 氯碱电解 氯化 硝化 合成氨 裂解（裂化） 氟化 加氢 重氮化 氧化 "
    "过氧化 胺基化 磺化 聚合 烷基化 化工自动化控制仪表",
    "烟花爆竹安全作业": "烟火药制造 黑火药制造 引火线制造 烟花爆竹产品涉药 烟花爆竹储存",
}
CATALOGUE = tuple(TradeRow(group, name) for group, names in GROUPS.items() for name in names.split())

#: A teacher's specialty fits a group of trades if it contains one of these words.
FITTING: dict[str, tuple[str, ...]] = {
    "电工作业": ("电气", "电力", "电工", "自动化", "机电", "电子"),
    "焊接与热切割作业": ("焊接", "材料成型", "机械", "金属材料"),
    "高处作业": ("建筑", "土木", "安装", "机械", "安全工程"),
    "制冷与空调作业": ("制冷", "暖通", "能源与动力", "热能", "机电"),
    "煤矿安全作业": ("采矿", "煤矿", "矿山", "通风", "安全工程", "地质", "机电"),
    "金属非金属矿山安全作业": ("采矿", "矿山", "选矿", "通风", "安全工程", "地质", "机电"),
    "石油天然气安全作业": ("石油", "钻井", "油气"),
    "冶金（有色）生产安全作业": ("冶金", "金属", "热能", "安全工程"),
    "危险化学品安全作业": ("化工", "化学", "应用化学", "制药", "自动化", "安全工程"),
    "烟花爆竹安全作业": ("火炸药", "烟火", "化工", "化学", "安全工程"),
}


def group_of(trade: str) -> str | None:
    """The group of a trade by name, or None when the catalogue does not know it."""
    wanted = trade.removesuffix("作业")
    return next((row.group_name for row in CATALOGUE if wanted in {row.name, row.group_name}), None)


def specialty_fits(specialty: str, group_name: str) -> bool:
    """May a teacher of this specialty teach this group of trades? An unknown group is not judged."""
    return group_name not in FITTING or any(word in specialty for word in FITTING[group_name])
