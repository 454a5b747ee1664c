/** DynamoDB's refusals, as conflicts of the registry. */
import { CommitConflict } from '../../core/ports/registry.ts';

interface Cancelled {
  name: string;
  CancellationReasons?: { Code?: string }[];
}

/** Others were writing the same items, or the table was too busy: nothing happened, and trying again is right. */
const BUSY_CODES = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);
const BUSY_ERRORS = new Set([
  'TransactionConflictException',
  'TransactionInProgressException',
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
]);

/**
 * @param what for each item of the transaction in order: `head`, or the sort key of a write
 * @returns undefined when the error is something else
 */
export function conflictOf(error: unknown, what: readonly string[]): CommitConflict | undefined {
  if (!(error instanceof Error)) return undefined;
  const { name, CancellationReasons: reasons = [] } = error as Error & Cancelled;
  if (BUSY_ERRORS.has(name)) return new CommitConflict('busy');
  if (name === 'ConditionalCheckFailedException') return new CommitConflict('item', what[0]);
  if (name !== 'TransactionCanceledException') return undefined;
  const failed = reasons.findIndex(({ Code }) => Code === 'ConditionalCheckFailed');
  if (failed >= 0)
    return what[failed] === 'head' ? new CommitConflict('head') : new CommitConflict('item', what[failed]);
  return reasons.some(({ Code }) => Code !== undefined && BUSY_CODES.has(Code))
    ? new CommitConflict('busy')
    : undefined;
}
