"""pandera: types, ranges, allowed values and null shares of the reference, each row strictly."""

import pandera.pandas as pa
from judging import NULLS, allowed, is_text, main


def prepare(reference):
    def column(series):
        share = series.isna().mean() + NULLS
        checks = [pa.Check(lambda s, most=share: s.isna().mean() <= most, ignore_na=False)]
        if is_text(series):
            values = allowed(series)
            if values is not None:
                checks.append(pa.Check.isin(values))
        else:
            checks.append(pa.Check.in_range(series.min(), series.max()))
        return pa.Column(series.dtype, checks, nullable=True)

    schema = pa.DataFrameSchema({name: column(reference[name]) for name in reference})

    def judge(current):
        try:
            schema.validate(current, lazy=True)
        except pa.errors.SchemaErrors as errors:
            return [str(name) for name in errors.failure_cases["column"].dropna()]
        return []

    return judge


main(prepare)
