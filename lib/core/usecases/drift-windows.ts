/** Windows of drift monitoring: whole hours that divide the day, in UTC. */
import { CAPTURE_DELAY_MINUTES } from '../contracts/monitoring-schedule.ts';

export interface Window {
  /** [from, to), ISO 8601 with milliseconds, Z. */
  from: string;
  to: string;
}

const HOUR_MS = 3_600_000;
/** Captured requests reach S3 some minutes late. */
export const CAPTURE_DELAY_MS = CAPTURE_DELAY_MINUTES * 60_000;

/**
 * The newest window that has closed.
 * @param everyHours length of a window; divides 24
 */
export function closedWindow(now: Date, everyHours: number): Window {
  const length = everyHours * HOUR_MS;
  // Windows are counted from the epoch, which is a midnight in UTC.
  const to = Math.floor(now.getTime() / length) * length;
  return { from: new Date(to - length).toISOString(), to: new Date(to).toISOString() };
}

/** The newest one of which all that was captured may be read: it closed at least 20 minutes ago. */
export const capturedWindow = (now: Date, everyHours: number): Window =>
  closedWindow(new Date(now.getTime() - CAPTURE_DELAY_MS), everyHours);

/** A window and those before it, of the same length, that end after `time`; oldest first. @param time milliseconds since 1970 */
export function windowsBackTo(newest: Window, time: number): Window[] {
  const end = Date.parse(newest.to);
  const length = end - Date.parse(newest.from);
  const windows: Window[] = [];
  for (let to = end; to > time; to -= length)
    windows.push({ from: new Date(to - length).toISOString(), to: new Date(to).toISOString() });
  return windows.reverse();
}

/** Whether the window closed within the hour before `now`: of hourly runs, one finds it so. */
export const justClosed = ({ to }: Window, now: Date): boolean => now.getTime() - Date.parse(to) < HOUR_MS;

const WINDOWS_HOURS_A_YEAR = 365.25 * 24;
export const windowsPerYear = (everyHours: number): number => WINDOWS_HOURS_A_YEAR / everyHours;
