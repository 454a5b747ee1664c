/** Arguments and options as numbers and times, refused before anything is sent. */
import { InvalidArgumentError } from 'commander';

/** @throws InvalidArgumentError */
export function positiveInteger(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return Number(text);
}

/** `7` or, as the tables write it, `v7`. @throws InvalidArgumentError */
export const versionNumber = (text: string): number => positiveInteger(text.replace(/^v/, ''));

/** Any ISO 8601 time with its offset. @returns it in UTC @throws InvalidArgumentError */
export function isoTime(text: string): string {
  if (
    !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text) ||
    Number.isNaN(Date.parse(text))
  )
    throw new InvalidArgumentError('It must be an ISO 8601 time, such as 2026-11-21T12:00:00Z.');
  return new Date(text).toISOString();
}
