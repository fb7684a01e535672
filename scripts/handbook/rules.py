"""The register of rule codes: every code that a :class:`~handbook.problems.Problem` may bear, with its one
meaning.

A code keeps its meaning for ever; what is no longer told leaves its code unused. The page of the editing
guide that lists the codes is made from here, and a test holds that no code is used that is not here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from handbook.problems import Problem, Severity

#: What the first letter of a code stands for.
AREAS = {
    "Y": "文件的编码和 YAML 的写法",
    "D": "数据和页首：少了、写错、编号重复、对不上",
    "R": "法规引用：有没有登记、有没有这一条、失效没有",
    "L": "页面：链接、图、表格、列表、标题、提示框",
    "S": "文风",
    "V": "和官方文本对照",
    "P": "每页的 PDF",
    "B": "制作和发布",
    "C": "命令怎么用",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """``title`` in the words of those who read it.

    ``of_a_name``: one slip where a name is given shows wherever it is used, so many places are told as one.
    ``echo_of``: beginnings of codes whose problem at the same line explains this one.
    ``needs``: kind of data without which the rule would speak of what merely cannot be read.
    ``warning``, ``mended``: of style rules, whether the build goes on, and whether ``fix`` mends it.
    """

    title: str
    of_a_name: bool = False
    echo_of: tuple[str, ...] = ()
    needs: str = ""
    warning: bool = False
    mended: bool = False

    @property
    def severity(self) -> Severity:
        return Severity.WARNING if self.warning else Severity.ERROR


_ODD = ("Y00",)
_SLIPS = ("L01", "L02")

REGISTER: dict[str, Rule] = {
    # Files and YAML
    "Y001": Rule("文件读不出来"),
    "Y002": Rule("文件是 UTF-16 编码"),
    "Y003": Rule("文件不是 UTF-8 编码"),
    "Y004": Rule("有看不见的字符"),
    "Y005": Rule("有不间断空格"),
    "Y006": Rule("有控制字符"),
    "Y007": Rule("有形似汉字、形似英文的别的字"),
    "Y008": Rule("有转换编码时丢掉的字"),
    "Y009": Rule("文件太大"),
    "Y010": Rule("一行太长"),
    "Y011": Rule("是链接（快捷方式），不是文件"),
    "Y012": Rule("是别的软件的文件，或者没有存完"),
    "Y101": Rule("用了制表符（Tab 键）"),
    "Y102": Rule("用了中文冒号"),
    "Y103": Rule("冒号后面少了空格"),
    "Y104": Rule("以特殊符号开头的内容没有加引号"),
    "Y105": Rule("内容里有英文冒号", echo_of=_ODD),
    "Y106": Rule("缩进没有对齐", echo_of=_ODD),
    "Y107": Rule("少了“名称: ”或者英文冒号", echo_of=_ODD),
    "Y108": Rule("引号或括号没有成对"),
    "Y109": Rule("别的不合 YAML 的写法", echo_of=_ODD),
    "Y110": Rule("嵌套太深"),
    "Y111": Rule("文件是空的"),
    "Y112": Rule("有 YAML 不允许的字符"),
    "Y113": Rule("名称外面多了括号"),
    "Y114": Rule("同一个名称写了两遍"),
    "Y115": Rule("用中文引号括起内容", echo_of=("Y108",)),
    "Y116": Rule("会被当成真假值"),
    "Y117": Rule("会被当成六十进制的数"),
    "Y118": Rule("以 0 开头，会被当成别的数"),
    "Y119": Rule("日历上没有这一天"),
    "Y120": Rule("不认识的 YAML 标记", echo_of=("Y104",)),
    "Y121": Rule("“#”后面的字会被当成注释"),
    "Y122": Rule("名称前面用了中文逗号"),
    "Y123": Rule("用了中文括号"),
    "Y124": Rule("列表的短横线写法不对"),
    "Y125": Rule("引号后面还有字"),
    "Y126": Rule("缩进用了全角空格"),
    "Y127": Rule("内容换行处会多出空格"),
    "Y129": Rule("数据里留着合并冲突的标记"),
    "Y130": Rule("用了别名（& 和 *）"),
    "Y131": Rule("花括号里的英文逗号把内容断成了两项"),
    # Data and front matter
    "D001": Rule("少了必填的一项"),
    "D002": Rule("不认识的名称"),
    "D003": Rule("写了名称，没有内容"),
    "D004": Rule("种类不对：该是文字、数、日期、列表"),
    "D005": Rule("太短"),
    "D006": Rule("太长"),
    "D007": Rule("列表的项数不够"),
    "D008": Rule("不在可选的几个词里"),
    "D009": Rule("写法不合规定的样子"),
    "D010": Rule("几项之间互相矛盾"),
    "D011": Rule("数超出范围"),
    "D012": Rule("内容不合要求"),
    "D013": Rule("下面的几行没有缩进"),
    "D020": Rule("页首写得不对"),
    "D022": Rule("页面没有标题"),
    "D023": Rule("页面没有简介"),
    "D024": Rule("页首的条目和文件名对不上"),
    "D030": Rule("缺少数据文件"),
    "D031": Rule("文件应当是一个列表"),
    "D032": Rule("文件应当是“名称: 内容”"),
    "D033": Rule("没有程序读这个文件", echo_of=("D130",)),
    "D035": Rule("不是手册的项目文件夹"),
    "D034": Rule("数据里写了标签、星号或者链接"),
    "D040": Rule("常见问法指向没有的地方", of_a_name=True),
    "D041": Rule("常见问法指向页面里没有的位置"),
    "D042": Rule("同一个问法写了两处"),
    "D101": Rule("编号、代号、名称重复"),
    "D102": Rule("文件名和里面写的对不上", echo_of=("D121",)),
    "D103": Rule("没有这个方面", of_a_name=True, needs="aspects"),
    "D104": Rule("条目没有要点"),
    "D105": Rule("条目的要点太多或者太少"),
    "D106": Rule("编号不是这一条的"),
    "D107": Rule("要点管的人不在条目的“适用”里"),
    "D108": Rule("轻微不罚清单里没有这一项"),
    "D109": Rule("没有这个要点或题目", of_a_name=True),
    "D110": Rule("题目的错项不对"),
    "D111": Rule("判断题的答案不对"),
    "D112": Rule("正确答案也在错项里"),
    "D113": Rule("没有这个条目", of_a_name=True),
    "D114": Rule("日期还没到"),
    "D115": Rule("没有这个名称（专项、部门之类）", of_a_name=True),
    "D116": Rule("写的条数和实际不一样"),
    "D117": Rule("用过的编号改了或者不见了"),
    "D118": Rule("撤掉的编号又用了"),
    "D119": Rule("新编号还没有登记"),
    "D120": Rule("到今天还没有一个版次"),
    "D121": Rule("没有这个版次", needs="editions"),
    "D122": Rule("题目不在这一课讲的条目里"),
    "D123": Rule("没有这张图", of_a_name=True),
    "D124": Rule("要裁的一块在图外面"),
    "D125": Rule("没有这张平面图"),
    "D126": Rule("写着多半用不上的条目，别处又用了"),
    "D127": Rule("条目和自己相关"),
    "D128": Rule("线的数据里没有这种线", needs="zoning"),
    "D129": Rule("线的数据里少了图要用的一项"),
    "D130": Rule("版本库里的表格有手机号或者身份证号"),
    "D131": Rule("快查里少了一条"),
    "D132": Rule("没有一个专项写了这个判定特征", of_a_name=True, needs="hazards"),
    "D133": Rule("让人打的号码，本站信息里没有"),
    "D140": Rule("一企一册里没有这个填空的位置"),
    "D141": Rule("一企一册里的要求没有依据"),
    "D142": Rule("只有每个岗位写一遍的文件才按岗位分"),
    "D143": Rule("表的一行和栏目数不一样"),
    "D144": Rule("检查单上的要点不管这一方"),
    "D145": Rule("检查单上的题问错了人"),
    "D146": Rule("从宽的规定里没有这一条", needs="leniency"),
    "D147": Rule("两课的次序一样"),
    "D148": Rule("手册不写的问法写了两处"),
    "D149": Rule("同一种数据里次序一样"),
    "D150": Rule("底数里没有这张表、这一列、这个专项、这份表格"),
    "D151": Rule("底数的规则里没有这个填空的位置"),
    "D152": Rule("一句话里写了两样，会当成一句"),
    "D154": Rule("底数的规则少了一种查法"),
    "D155": Rule("一种说法写了两遍"),
    "D156": Rule("换成的话里还有要换的话"),
    "D157": Rule("行业代码和国民经济行业分类对不上", needs="industries"),
    "D158": Rule("选择题的答案写成了选项的字母"),
    "D159": Rule("版次的日期不是一版比一版晚"),
    "D160": Rule("一张纸放不下"),
    "D161": Rule("两页的标题一样"),
    "D162": Rule("问句没有问号"),
    "D163": Rule("页里写的和页首写的不一样"),
    "D153": Rule("编号登记表里的一行不是一个编号"),
    "D301": Rule("平面图画不下去"),
    # References
    "R001": Rule("登记册里没有这部法规或标准", of_a_name=True, needs="laws"),
    "R002": Rule("简称指不清是哪一部", of_a_name=True),
    "R003": Rule("引用的写法不对"),
    "R004": Rule("条款号看不懂"),
    "R005": Rule("不是法条里写数字的方式"),
    "R006": Rule("起止倒着写了，或者跨得太长"),
    "R007": Rule("查不出是哪一部法规", needs="laws"),
    "R011": Rule("引用的法规已经失效", of_a_name=True),
    "R012": Rule("引用的法规还没有施行", of_a_name=True),
    "R013": Rule("施行日期没有登记", of_a_name=True, needs="laws"),
    "R014": Rule("引用的法规快要失效", of_a_name=True),
    "R015": Rule("法规没有这么多条"),
    "R016": Rule("标准不按“第几条”引"),
    "R021": Rule("这种文件不能设定处罚"),
    "R022": Rule("没有这个执法主体", of_a_name=True, needs="bodies"),
    "R023": Rule("这种文件不能作直接依据"),
    "R024": Rule("罚则目录里没有这一条", of_a_name=True, needs="laws"),
    "R025": Rule("显示了处罚，没有它罚的那项义务作直接依据", of_a_name=True),
    "R026": Rule("判定标准不能作直接依据", of_a_name=True),
    "R027": Rule("同一条重大隐患的条件两处不一样"),
    "R031": Rule("登记册里没有接替它的代号", of_a_name=True, needs="laws"),
    "R032": Rule("登记的法规没有人引用"),
    "R033": Rule("登记的法规快要施行"),
    "R034": Rule("登记的日期对不上"),
    "R035": Rule("核对日期还没到"),
    "R041": Rule("法规没有这一条", of_a_name=True),
    "R042": Rule("这一条没有这一款、这一项", of_a_name=True),
    "R043": Rule("处罚的上下限写反了"),
    "R044": Rule("处罚数额不是条文这一款、这一步写的"),
    "R045": Rule("条文写了的罚款漏掉了"),
    "R046": Rule("条文没有把处罚交给这个部门"),
    "R048": Rule("条文的数字读的不是登记册里的版本", needs="laws"),
    "R050": Rule("地方的规定没有写地区"),
    "R051": Rule("引了别的省、别的市的规定"),
    "R052": Rule("多久一次、多少日内，和依据写的不一样", of_a_name=True, needs="laws"),
    "R054": Rule("依据没有写到条"),
    "R055": Rule("处分由谁给予，没有说"),
    "R056": Rule("条文写了的处理漏掉了"),
    "R057": Rule("几款的条，没有写是哪一款的项"),
    "R058": Rule("所罚的行为漏了条文的限定"),
    "R059": Rule("写的行为不是这一条罚则罚的"),
    "R060": Rule("标准的简称里没有文号"),
    "R061": Rule("登记的条数和读到的全文不一样", needs="articles"),
    "R062": Rule("长度和 data/lines.yml 里同一条的不一样", needs="zoning"),
    "R053": Rule("标准的这一条没有见过文字，又没有说", needs="laws"),
    "R049": Rule("条文的数字属于没有登记的法规", needs="laws"),
    # Pages
    "L001": Rule("链接的页面或文件没有", of_a_name=True),
    "L002": Rule("站内链接写成了 .html"),
    "L003": Rule("图没有文字说明"),
    "L004": Rule("条目页没有对应的数据"),
    "L005": Rule("条目没有文字页"),
    "L006": Rule("少了接入行"),
    "L007": Rule("不认识的接入行"),
    "L008": Rule("条目页里写了一级标题"),
    "L009": Rule("页面里没有链接说的位置"),
    "L010": Rule("链接的写法不对"),
    "L012": Rule("图放在别的网站上"),
    "L013": Rule("引用式链接、脚注没有内容"),
    "L014": Rule("不许写的网页标签"),
    "L015": Rule("代码块没有结尾"),
    "L016": Rule("表格的写法不对"),
    "L017": Rule("标题的写法不对"),
    "L018": Rule("一级标题没有或者不止一个", echo_of=("D020",)),
    "L019": Rule("列表的写法不对"),
    "L020": Rule("文件名不能做网址"),
    "L021": Rule("提示框的写法不对"),
    "L022": Rule("加粗的星号不对"),
    "L023": Rule("页面里留着合并冲突的标记"),
    "L024": Rule("注释没有结尾"),
    "L025": Rule("花括号没有成对"),
    "L026": Rule("接入行的写法不对"),
    "L040": Rule("缺少首页"),
    "L041": Rule("图读不出来"),
    "L042": Rule("图没有写明大小（viewBox）"),
    "L043": Rule("图里有程序、或者连到别的网站"),
    "L044": Rule("图太大"),
    "L050": Rule("加粗在网页上不会加粗"),
    "L051": Rule("星号当乘号会变成斜体"),
    "L052": Rule("以“#数字”开头会变成标题"),
    "L053": Rule("横线把一段话变成标题", echo_of=("L019",)),
    "L054": Rule("下一层的列表缩进不够"),
    "L055": Rule("年份、号数会变成列表"),
    "L056": Rule("自己编号的几行会连成一段"),
    "L057": Rule("前面空四格会变成代码"),
    "L058": Rule("脚注写了、用了两遍"),
    "L059": Rule("脚注没有地方用"),
    "L060": Rule("别的软件的记号"),
    "L061": Rule("没有字体画得出的字", echo_of=_ODD),
    "L062": Rule("图在书里排不了", echo_of=("L010",)),
    "L063": Rule("列表下面的一行归属不清", echo_of=("L019",)),
    "L064": Rule("代码、框、引文、脚注前后没有空行"),
    "L066": Rule("单个的星号、下划线会变成斜体"),
    "L065": Rule("“`”没有成对"),
    "L068": Rule("引文里只写文字"),
    "L067": Rule("表格太宽，书里排不下"),
    "L072": Rule("图里有印厂印不了的画法", echo_of=("L043",)),
    "L073": Rule("代码里连着写的一串太长"),
    "L074": Rule("链接上的字和它指的地方对不上"),
    "L075": Rule("图的说明里有图上没有的数"),
    "L070": Rule("列表套得太深"),
    "L069": Rule("脚注的内容写法不对"),
    "L071": Rule("用数字代号写的字"),
    # Style
    "S001": Rule("汉字之间用中文标点", mended=True),
    "S002": Rule("用简体字", mended=True),
    "S003": Rule("汉字和英文字母之间空一格", warning=True, mended=True),
    "S004": Rule("写到条款的法规名称加书名号", echo_of=("L014",), warning=True, mended=True),
    "S005": Rule("条、款、项用汉字数字", mended=True),
    "S006": Rule("单位写 m²、m³、mm、kg、℃，数字和单位之间空一格", warning=True, mended=True),
    "S007": Rule("不用绝对的话、口号和没有出处的话"),
    "S008": Rule("写“应当、必须、不得、严禁”的一节里有依据", warning=True),
    "S009": Rule("一句话不超过 60 个汉字", warning=True),
    "S010": Rule("不用感叹号和表情符号", echo_of=("L061",), warning=True),
    "S011": Rule("标点的全角半角照 AutoCorrect 的规则", echo_of=(*_SLIPS, "Y00"), warning=True, mended=True),
    "S012": Rule("省略号写……，破折号写——，标点不重复", warning=True, mended=True),
    "S013": Rule("不用全角空格", warning=True, mended=True),
    "S014": Rule("文字里的引号用中文引号", echo_of=_SLIPS, warning=True, mended=True),
    "S015": Rule("文风开关写对、成对", warning=True),
    "S016": Rule("引号、书名号、括号左右成对", echo_of=("L0", "R0", "Y00"), warning=True),
    "S017": Rule("不写别字"),
    "S018": Rule("日期是日历上有的"),
    "S019": Rule("一句话不接连写两遍", mended=True),
    "S020": Rule("量出来的数写单位"),
    "S021": Rule("没有写完的不发"),
    "S022": Rule("标准编号用英文的短横线", mended=True),
    "S201": Rule("没有直接依据的要点写“建议”"),
    "S202": Rule("处罚金额只写在罚则目录里", needs="laws"),
    "S203": Rule("条文里分不开的条件一起说"),
    "S204": Rule("说是规定的，写明哪一部"),
    "S205": Rule("短写法自己说得清，数和长的一句一样"),
    # Comparison with official texts
    "V000": Rule("没有放官方文本的文件夹"),
    "V001": Rule("原文里没有这一条"),
    "V002": Rule("手头的原文可能不全"),
    "V003": Rule("原文里没有这一款、这一项"),
    "V004": Rule("数额不在这一条里"),
    "V005": Rule("例外已经用不上"),
    "V006": Rule("例外的写法不对"),
    "V007": Rule("官方文本读不出来"),
    "V008": Rule("同一部法规放了两份文本"),
    "V009": Rule("官方文本比登记册旧"),
    "V010": Rule("存下来的条文数字和文本不一样"),
    "V011": Rule("官方文本的条数和登记册不一样"),
    # PDFs of pages
    "P001": Rule("网页里找不到要打印的内容"),
    "P002": Rule("PDF 没有做成"),
    "P003": Rule("PDF 有问题"),
    "P004": Rule("PDF 里有空白页"),
    "P005": Rule("PDF 有内容超出纸面"),
    "P006": Rule("PDF 里混进了别的字体"),
    "P007": Rule("页面没有 PDF，或者 PDF 是坏的"),
    "P008": Rule("这台电脑没有要用的字体"),
    # Building and publishing
    "B001": Rule("写不进硬盘"),
    "B010": Rule("网站没有生成"),
    "B020": Rule("缺少排版用的字体"),
    "B021": Rule("排版没有成功"),
    "B022": Rule("排版有警告"),
    "B023": Rule("页面里括起来的部分没有结束"),
    "B024": Rule("书里排不了这种写法"),
    "B025": Rule("印厂版里有换不成油墨的颜色"),
    "B026": Rule("画图有警告"),
    "B032": Rule("另一个程序正在做同一本手册"),
    "B031": Rule("做下载件的进程被系统结束了"),
    "B033": Rule("生成网页的进程被系统结束了"),
    "B034": Rule("程序自己出了错", of_a_name=True),
    "B040": Rule("端口用不了"),
    "B041": Rule("网页用的现成程序没有取到"),
    "B050": Rule("要发布的条目还没有写"),
    "B051": Rule("要发布的条目还没有审核"),
    "B052": Rule("搜索用的文件太大"),
    "B053": Rule("改了名的下载件指向没有的文件"),
    "B054": Rule("模板的写法不对"),
    "B055": Rule("样式表的括号没有成对"),
    "B056": Rule("网站要用的插件、扩展、主题没有装"),
    "B057": Rule("照改了的设置做出来的不是这个网站"),
    "B058": Rule("模板里的名称没有人给"),
    # Commands
    "C001": Rule("构建日期写得不对"),
    "C002": Rule("手册里没有点名的条目、要点、题目或法规"),
    "C003": Rule("版本库里没有这个版本"),
    "C004": Rule("问到的回答不合要求"),
    "C005": Rule("网址名不能用"),
    "C006": Rule("要撤掉的还有地方用着"),
    "C007": Rule("这条规则不能自动修正"),
    "C008": Rule("已经有这个文件"),
    "C009": Rule("没有点名的方面"),
    "C010": Rule("这台电脑上没有 Git"),
    "C011": Rule("题目不够出一份卷"),
    "C012": Rule("选出来的条目是空的"),
    "C013": Rule("没有写撤掉的原因"),
    "C014": Rule("没有点名的文件"),
    "C015": Rule("文件名的结尾和做的文件不一样"),
    "C016": Rule("不能盖掉的文件"),
    "C017": Rule("要清理的地方不是手册的项目文件夹"),
    "C020": Rule("没有要核对的工作簿"),
    "C021": Rule("这台电脑上没有 Node.js"),
    "C022": Rule("核对底数的程序停了"),
    "C023": Rule("这本手册没有底数"),
    "C024": Rule("两期对比没有上一期"),
    "C025": Rule("报告做不了这种文件"),
    "C026": Rule("没有写报告放在哪里"),
    "C027": Rule("版次的代号写得不对"),
    "C028": Rule("工作簿里没有这家企业"),
}


def rule(code: str) -> Rule:
    """The rule with this code. KeyError: the code is not registered, which a test keeps from happening."""
    return REGISTER[code]


def is_echo(code: str, told: str) -> bool:
    """Whether a problem of rule ``code`` beside one of rule ``told`` says nothing new."""
    return told.startswith(rule(code).echo_of) if rule(code).echo_of else False


_PLACES = 6


def _named_in(problem: Problem) -> str:
    """The name that is not there, however the check at that place words it; else the words themselves."""
    if problem.rule in ("D109", "D113", "D115") and (
        name := re.search(r"“([^”]+)”|([\w-]*\d)", problem.message)
    ):
        return name[1] or name[2]
    return problem.message.rpartition("：")[2]


def gather(problems: Iterable[Problem]) -> list[Problem]:
    """``problems`` sorted, with the same words at many places told once, at the first, with the other
    places."""
    same: dict[tuple[str, str], list[Problem]] = {}
    rest = []
    for problem in sorted(problems):
        if rule(problem.rule).of_a_name:
            same.setdefault((problem.rule, _named_in(problem)), []).append(problem)
        else:
            rest.append(problem)
    for first, *others in same.values():
        if not others:
            rest.append(first)
            continue
        places = "、".join(problem.place for problem in others[:_PLACES])
        more = "……" if len(others) > _PLACES else ""
        end = "" if not first.hint or first.hint.endswith("？") else "。"
        rest.append(replace(first, hint=f"{first.hint}{end}另有 {len(others)} 处一样：{places}{more}"))
    return sorted(rest)
