"""Figures about pairs of samples by SciPy: `scipy_figures.py`, JSON in and out.

In: {file, cases: [{n, m, edges, tables: {name: {baseline, now}}, shares: {name: [{count, of}, {count, of}]}}]}; `file` holds the values of the cases one after
another, baseline then now, as little-endian doubles. Out: {version, figures: [{name: value}]}.
"""

import json
import sys
import warnings

import numpy as np
import scipy
from scipy.spatial import distance
from scipy.special import rel_entr
from scipy.stats import betabinom, chi2_contingency, fisher_exact, ks_2samp, mannwhitneyu, wasserstein_distance

# It says when the exact law overflowed and it took the asymptotic one, which is what is wanted.
warnings.filterwarnings("ignore", message="ks_2samp: Exact calculation unsuccessful")

# Below this expected count a share is tested exactly.
LEAST_EXPECTED = 10


def on_the_line(name, ranks, places):
    """`ranks` say which values come before which, `places` where they lie; of each the baseline and now."""
    baseline, now = ranks
    test = ks_2samp(baseline, now)
    # Of one value only there is no variance, and nothing to say.
    with np.errstate(invalid="ignore", divide="ignore"):
        place = mannwhitneyu(now, baseline, method="asymptotic")
    return {
        f"{name} Kolmogorov-Smirnov": test.statistic,
        f"{name} Kolmogorov-Smirnov p": test.pvalue,
        f"{name} rank sum": place.statistic / len(baseline) / len(now),
        f"{name} rank sum p": np.nan_to_num(place.pvalue, nan=1.0),
        f"{name} Wasserstein": wasserstein_distance(*places),
    }


def on_bins(edges, samples):
    bins = [np.searchsorted(edges, values, "right") for values in samples]
    return on_the_line("binned", bins, [np.asarray(edges)[np.maximum(each - 1, 0)] for each in bins])


def of_groups(name, baseline, now):
    a, b = np.array(baseline, float), np.array(now, float)
    n, m = a.sum(), b.sum()
    p, q = a / n, b / m
    least = 0.5 / min(n, m)
    clipped, clipped_now = np.maximum(p, least), np.maximum(q, least)
    found = {
        f"{name} PSI": (rel_entr(clipped, clipped_now) + rel_entr(clipped_now, clipped)).sum(),
        f"{name} Jensen-Shannon": np.nan_to_num(distance.jensenshannon(p, q, base=2)),
        f"{name} Hellinger": distance.euclidean(np.sqrt(p), np.sqrt(q)) / np.sqrt(2),
        f"{name} L-infinity": distance.chebyshev(p, q),
    }
    if name == "values":
        return found
    table = np.array([a, b])[:, a + b > 0]
    pearson = chi2_contingency(table, correction=False)
    g = chi2_contingency(table, correction=False, lambda_="log-likelihood")
    return found | {
        f"{name} chi-square": pearson.statistic,
        f"{name} chi-square p": pearson.pvalue,
        f"{name} G": g.statistic,
        f"{name} G p": g.pvalue,
    }


def of_shares(a, b):
    table = np.array([[a["count"], a["of"] - a["count"]], [b["count"], b["of"] - b["count"]]])
    if table.sum(0).min() == 0:
        return 1.0
    expected = table.sum(0).min() * table.sum(1).min() / table.sum()
    return fisher_exact(table).pvalue if expected < LEAST_EXPECTED else chi2_contingency(table, correction=False).pvalue


def exceedance(beyond, baseline):
    # How many fall into two of the gaps between the values of the baseline, or more: summed, for 1 - cdf has no digits left.
    counts = np.arange(beyond["count"], beyond["of"] + 1)
    return betabinom.pmf(counts, beyond["of"], 2, baseline - 1).sum() if beyond["count"] > 0 else 1.0


def figures(case, baseline, now):
    samples = [baseline, now]
    found = on_the_line("raw", samples, samples) | on_bins(case["edges"], samples)
    for name, table in case["tables"].items():
        found |= of_groups(name, table["baseline"], table["now"])
    for name, shares in case["shares"].items():
        found[f"{name} share p"] = of_shares(*shares)
    found["range exceedance p"] = exceedance(case["shares"]["range"][1], len(baseline))
    return {name: float(value) for name, value in found.items()}


given = json.load(sys.stdin)
values = np.fromfile(given["file"], "<f8")
answers, at = [], 0
for case in given["cases"]:
    middle, end = at + case["n"], at + case["n"] + case["m"]
    answers.append(figures(case, values[at:middle], values[middle:end]))
    at = end
print(json.dumps({"version": scipy.__version__, "figures": answers}))
