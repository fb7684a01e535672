"""What another district changes: the identity of the handbook, its numbers to ring, its imprint."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from handbook.model.base import Sentence, ShortText, Source

#: Stands where nobody has yet said what belongs there.
TO_FILL = "待填"


class Imprint(Source):
    """What a booklet printed as 内部资料 says of its printing (内部资料性出版物管理办法 第十四条)."""

    permit: ShortText = Field(
        TO_FILL, alias="准印证号", description="新闻出版部门发的《准印证》编号，没有就写 待填"
    )
    office: ShortText = Field(TO_FILL, alias="编印单位")
    recipients: ShortText = Field(TO_FILL, alias="发送对象")
    printer: ShortText = Field(TO_FILL, alias="印刷单位")
    printed: ShortText = Field(TO_FILL, alias="印刷日期")
    copies: ShortText = Field(TO_FILL, alias="印数")

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Names and values of the fields in the order in which they are printed."""
        return [
            ("准印证号", self.permit),
            ("编印单位", self.office),
            ("发送对象", self.recipients),
            ("印刷单位", self.printer),
            ("印刷日期", self.printed),
            ("印数", self.copies),
        ]


class Phone(Source):
    """A number to ring. Local numbers that nobody has given yet stay empty and are shown as 待填."""

    name: ShortText = Field(alias="名称")
    number: Annotated[
        str, StringConstraints(pattern=r"^([0-9]{3,5}|[0-9]{3,4}-?[0-9]{7,8}|1[0-9]{10})?$")
    ] = Field("", alias="号码", description='还没有的写空：""；不编、不抄没有核实的')
    use: Sentence = Field(alias="什么事", description="什么事打这个号码")
    urgent: tuple[ShortText, ...] = Field(
        (), alias="急事", description="正在出事的人会打的字；搜索里有这些字，先说打这个号码"
    )


class Feedback(Source):
    """Where a reader says that something is wrong or missing; what is empty is shown as 待填."""

    mail: Annotated[str, StringConstraints(pattern=r"^([\w.+-]+@[\w-]+(\.[\w-]+)+)?$")] = Field(
        "", alias="邮箱"
    )
    phone: Annotated[str, StringConstraints(pattern=r"^[0-9-]{0,20}$")] = Field("", alias="电话")
    form: Annotated[str, StringConstraints(pattern=r"^(https://\S+)?$", max_length=200)] = Field(
        "", alias="网上填", description="在线表单的网址，https 开头"
    )


class SiteIdentity(Source):
    """Everything another district changes to make the handbook its own (data/site.yml)."""

    name: ShortText = Field(alias="名称", description="网站和书的名称")
    district: ShortText = Field(alias="地区", description="例如 某市某区")
    province: Annotated[str, StringConstraints(pattern="^.{2,}(省|自治区|市)$", max_length=60)] = Field(
        alias="省",
        description="地区所在的省、自治区、直辖市，例如 江苏省",
    )
    short_district: ShortText = Field(alias="地区简称", description="例如 某区")
    address: Annotated[str, StringConstraints(pattern=r"^https?://[!-.0-~]+(/[!-~]*)?/$", max_length=80)] = (
        Field(alias="网址", description="网站地址，以 / 结尾")
    )
    demonstration: bool = Field(alias="演示", description="网址还是演示用的写 true，书的封面会印“样张”")
    description: Sentence = Field(alias="简介")
    publisher: ShortText = Field(alias="编写", description="谁编的，印在书上；不写没有授权的机关名")
    contact: Sentence = Field(alias="联系", description="有错怎么告诉我们")
    disclaimer: Sentence = Field(alias="声明", description="每页、每张表、每张片子都印的一句话")
    item_count: int = Field(alias="条目数", ge=1, description="检查条目的总数，少一条多一条构建都会停")
    phones: tuple[Phone, ...] = Field((), alias="电话", description="首页列的电话，全国的和本地的")
    feedback: Feedback = Field(Feedback(), alias="反馈", description="写错了、没找到，往哪里说")
    imprint: Imprint = Field(
        Imprint(), alias="印制", description="印成内部资料时书上要写的几项，没定的写 待填"
    )

    def numbers(self) -> set[str]:
        """The telephone numbers that readers are given."""
        return {number for number in (*(p.number for p in self.phones), self.feedback.phone) if number}

    def within(self, area: str) -> bool:
        """Whether a rule of ``area`` (a province, a city, a district; nothing: the whole country) holds
        here."""
        return not area or area == self.province or self.district.startswith(area)
