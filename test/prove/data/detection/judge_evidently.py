"""Evidently: its preset of drift by column, with its defaults."""

from evidently import Report
from evidently.presets import DataDriftPreset
from judging import main


def prepare(reference):
    def judge(current):
        found = Report([DataDriftPreset()]).run(current, reference).dict()["metrics"]
        drifted = []
        for metric in found:
            config = metric["config"]
            if "column" not in config:
                continue
            # Tests give a p-value, distances a distance.
            value, limit = float(metric["value"]), config["threshold"]
            if value < limit if "p_value" in config["method"] else value >= limit:
                drifted.append(config["column"])
        return drifted

    return judge


main(prepare)
