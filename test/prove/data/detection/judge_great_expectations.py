"""Great Expectations: types, ranges, allowed values and null shares of the reference, in 99 of 100 rows."""

import logging

logging.disable(logging.CRITICAL)
import great_expectations as gx
import great_expectations.expectations as gxe
from judging import NULLS, allowed, is_text, main

context = gx.get_context(mode="ephemeral")
context.variables.progress_bars = {"globally": False}
source = context.data_sources.add_pandas("pandas")
batches = source.add_dataframe_asset("frame").add_batch_definition_whole_dataframe("whole")


def prepare(reference):
    suite = gx.ExpectationSuite(name="reference")
    suite.add_expectation(gxe.ExpectTableColumnsToMatchOrderedList(column_list=list(reference)))
    for name, series in reference.items():
        most = max(0.0, 1 - series.isna().mean() - NULLS)
        suite.add_expectation(gxe.ExpectColumnValuesToNotBeNull(column=name, mostly=most))
        suite.add_expectation(gxe.ExpectColumnValuesToBeOfType(column=name, type_=str(series.dtype)))
        if is_text(series):
            values = allowed(series)
            if values is not None:
                suite.add_expectation(gxe.ExpectColumnValuesToBeInSet(column=name, value_set=values, mostly=0.99))
        else:
            low, high = float(series.min()), float(series.max())
            suite.add_expectation(
                gxe.ExpectColumnValuesToBeBetween(column=name, min_value=low, max_value=high, mostly=0.99)
            )

    def judge(current):
        result = batches.get_batch({"dataframe": current}).validate(suite)
        failed = [one for one in result.results if not one.success]
        return [str(one.expectation_config.kwargs.get("column", "the table")) for one in failed]

    return judge


main(prepare)
