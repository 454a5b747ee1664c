/** Every metric there is, by task, in the order in which reports list them. */
import type { Task } from '../../contracts/schema.ts';
import { accuracy } from './accuracy.ts';
import { auc } from './auc.ts';
import { brier } from './brier.ts';
import { f1 } from './f1.ts';
import { logloss } from './logloss.ts';
import { mae } from './mae.ts';
import { mape } from './mape.ts';
import { precision } from './precision.ts';
import { prevalence } from './prevalence.ts';
import { r2 } from './r2.ts';
import { recall } from './recall.ts';
import { rmse } from './rmse.ts';

export const BINARY_METRICS = [auc, logloss, accuracy, precision, recall, f1, brier, prevalence] as const;
export const REGRESSION_METRICS = [rmse, mae, r2, mape] as const;

/** The names a gate may use. */
export function metricNames(task: Task): string[] {
  return (task === 'regression' ? REGRESSION_METRICS : BINARY_METRICS).map((metric) => metric.name);
}
