"""The one table of the command line's verbs. Standard library only: ``scripts/run.py`` reads it before
anything is installed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Verb:
    """A verb of the command line.

    ``help`` says what it does; ``system``: it needs fonts and libraries of the system; ``tests``: it needs
    what the tests need, too; ``node``: it needs Node.js, which is installed where the machine has none;
    ``dated``: it takes the project's folder and the day.
    """

    name: str
    help: str
    system: bool = False
    tests: bool = False
    node: bool = False
    dated: bool = True


VERBS = (
    Verb("build", "生成网站和全部下载件，放在 site/", system=True, node=True),
    Verb("test", "运行全部测试", system=True, tests=True, dated=False),
    Verb("check", "检查全部内容，不生成成品"),
    Verb("serve", "本机预览，保存后页面自动更新"),
    Verb("print", "只印几条、一个方面或者一方要用的：按口袋书的样子做成一本", system=True),
    Verb("exam", "从题库出考卷：A、B 卷、答题卡、答案，PDF 和 DOCX", system=True),
    Verb("verify", "把每处引用和官方文本逐条对照"),
    Verb("new", "新建条目、表格、页面、法规：回答几个问题，写出能通过检查的文件"),
    Verb("rename", "改条目的网址名：文件、链接一起改，旧地址自动转到新地址"),
    Verb("withdraw", "撤掉要点、题目或整个条目：编号永远保留，旧地址自动转走"),
    Verb("fix", "修正能放心修正的写法：标点、空格、单位、看不见的字符、制表符"),
    Verb("impact", "改一部法规、一条、一个标准或一个条目，会影响哪里"),
    Verb("district", "换一个区用：列出还写着原来区、市、省的每一处，怎么换"),
    Verb("laws", "登记册：哪些法规要重新核对、快要施行、快要失效"),
    Verb("diff", "内容改了什么，按条目说：给修订页、更新页和发布说明"),
    Verb("article-facts", "从官方文本读出每条的款、项、数额、部门、期限和处理，写进 data/articles/"),
    Verb("register-ids", "把新编号登记到 data/permanent-ids.txt"),
    Verb("schema", "更新 .vscode/schemas：编辑器里的补全和提示"),
    Verb("changed-pages", "合并请求用：把变了的网页（PDF）和书放到一个文件夹"),
    Verb("release", "发布：审核过、生成、打包、写校验和", system=True, node=True),
    Verb("review", "记下谁审过一条现在的文字；文字再变，这次审核就不算了"),
    Verb("ledger", "底数：核对工作簿、算周报、比两年；和网站上“底数”那一页用同一个程序", node=True),
    Verb(
        "bench", "测速度：整体、每样印刷品、编辑台、搜索、网页、底数，和同类工具比", system=True, tests=True
    ),
    Verb("clean", "删掉全部生成的文件"),
)
