from datetime import date
from etappe.service.office import Office
from tests.integration.worlds import found


def test_p(office: Office) -> None:
    w = found(office)
    s = w.start()
    for a in s.schedule.anchors.values():
        print(a.key, a.day, a.day.strftime("%a"), a.by_hand, a.nominal)
    for d in sorted(s.schedule.deadlines.values(), key=lambda d: d.day):
        print("  ", d.task, d.day, d.day.strftime("%a"), d.committee)
