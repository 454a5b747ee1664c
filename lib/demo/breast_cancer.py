"""Writes scikit-learn's breast-cancer data (569 patients, 30 measures of cell nuclei) as CSV to standard output.

Lengths are in the unit the data set has them. One column more than it has: a patient id, which keeps the split stable.
"""

import csv
import sys

from sklearn.datasets import load_breast_cancer

data = load_breast_cancer()
out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(["patient", *(name.replace(" ", "_") for name in data.feature_names), "diagnosis"])
for number, (measures, target) in enumerate(zip(data.data, data.target), start=1):
    # scikit-learn's target 0 is malignant.
    out.writerow([f"P{number:04d}", *(repr(float(value)) for value in measures), data.target_names[target]])
