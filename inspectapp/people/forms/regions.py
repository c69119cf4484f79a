"""A region and the bureau that acts there."""

from inspectapp.people.forms.fields import as_uuid
from inspectapp.web.forms import Form, Text


class RegionForm(Form):
    """The names of a region and what its papers are numbered with."""

    name = Text("辖区名称", required=True, max_length=40, hint="例如：清河县")
    short_name = Text("简称", required=True, max_length=10, hint="例如：清河")
    office_name = Text(
        "执法单位名称", required=True, max_length=60, hint="印在文书上，例如：清河县应急管理局"
    )
    number_prefix = Text("文号地区简称", required=True, max_length=10, hint="文号括号里的字，例如：清")


class CountyForm(RegionForm):
    """A new county names its city."""

    parent_id = Text("所属的市", required=True, check=as_uuid)
