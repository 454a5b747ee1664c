/** EventBridge, the default bus. */
import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { EVENT_SOURCE } from '../../core/contracts/incidents.ts';
import type { EventBus } from '../../core/ports/services.ts';

export const awsEventBus = ({ client }: { client: EventBridgeClient }): EventBus => ({
  put: async (detailType, detail) => {
    const { Entries } = await client.send(
      new PutEventsCommand({
        Entries: [{ Source: EVENT_SOURCE, DetailType: detailType, Detail: JSON.stringify(detail) }],
      }),
    );
    // The call succeeds whatever becomes of its entries.
    const refused = Entries?.find(({ ErrorCode }) => ErrorCode);
    if (refused) throw new Error(`the event bus refused ${detailType}: ${refused.ErrorCode}: ${refused.ErrorMessage}`);
  },
});
