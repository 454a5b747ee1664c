/** Reads what containers wrote to CloudWatch Logs. */
import {
  CloudWatchLogsClient,
  DescribeLogStreamsCommand,
  GetLogEventsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Access } from './access.ts';

export interface LogLine {
  /** ISO 8601, UTC. */
  time: string;
  stream: string;
  message: string;
}

export interface LogReader {
  /** Names of a group's streams that begin with `prefix`; none where there is no such group. */
  streams(group: string, prefix: string): Promise<string[]>;
  /** The last lines of a stream, oldest first. @param count at most 10,000 */
  tail(group: string, stream: string, count: number): Promise<LogLine[]>;
}

export function logReader(access: Access): LogReader {
  const client = new CloudWatchLogsClient({ ...access });
  return {
    streams: async (logGroupName, prefix) => {
      const names: string[] = [];
      let nextToken: string | undefined;
      do {
        const page = await client
          .send(
            new DescribeLogStreamsCommand({
              logGroupName,
              ...(prefix ? { logStreamNamePrefix: prefix } : {}),
              ...(nextToken ? { nextToken } : {}),
            }),
          )
          .catch((error: unknown) => {
            if (error instanceof ResourceNotFoundException) return undefined;
            throw error;
          });
        names.push(...(page?.logStreams ?? []).flatMap(({ logStreamName }) => logStreamName ?? []));
        nextToken = page?.nextToken;
      } while (nextToken);
      return names;
    },
    tail: async (logGroupName, logStreamName, count) => {
      const lines: LogLine[] = [];
      let nextToken: string | undefined;
      // Pages go backwards, and may be empty; the token that repeats is the end.
      for (;;) {
        const page = await client.send(
          new GetLogEventsCommand({
            logGroupName,
            logStreamName,
            limit: count - lines.length,
            startFromHead: false,
            ...(nextToken ? { nextToken } : {}),
          }),
        );
        const found = (page.events ?? []).map(({ timestamp = 0, message = '' }) => ({
          time: new Date(timestamp).toISOString(),
          stream: logStreamName,
          message,
        }));
        lines.unshift(...found);
        const next = page.nextBackwardToken;
        if (lines.length >= count || !next || next === nextToken) return lines;
        nextToken = next;
      }
    },
  };
}
