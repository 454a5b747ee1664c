/** SNS. */
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Publisher } from '../../core/ports/services.ts';

export const awsPublisher = ({ client, topic }: { client: SNSClient; topic: string }): Publisher => ({
  publish: async ({ subject, body, attributes }) => {
    const MessageAttributes = Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
    );
    await client.send(new PublishCommand({ TopicArn: topic, Subject: subject, Message: body, MessageAttributes }));
  },
});
