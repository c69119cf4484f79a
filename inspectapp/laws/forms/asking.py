"""The question every visit to the catalogue starts with: on which day was the act?"""

from inspectapp.web.forms import Checked, Day, Form


class LookupForm(Form):
    """Day of the act, day of the decision, and whether an order to correct was missed."""

    day = Day("行为发生日")
    decision = Day("作出决定日", hint="不填则只看行为发生日的规定")
    overdue = Checked("逾期未改正或者情节加重")

    def check(self) -> None:
        day, decision = self.values.get("day"), self.values.get("decision")
        if day and decision and decision < day:
            self.fail("decision", "作出决定日早于行为发生日，请核对。")
