/** When windows of live traffic are looked for, and how long one may wait for its captured requests. */

/** SageMaker buffers captured requests: what was asked in a window may be read so long after its end. */
export const CAPTURE_DELAY_MINUTES = 20;

/**
 * Minute of each hour: windows end on the hour. CloudWatch has most counts a minute after their own, and so has a window
 * two looks within five minutes of its end.
 */
export const LOOK_AT_MINUTE = 2;

/**
 * A window whose captured requests are not all there is looked at again where these divide the time that is left: people
 * hear of it within five minutes of when they came. At most six looks: Lambda ends a chain of messages at the sixteenth.
 */
export const LOOK_AGAIN_MINUTES = 4;

/** The same for a window of which nothing is counted: it costs a look, and most likely nobody called. SQS holds a message 15 minutes back. */
export const LOOK_AGAIN_IDLE_MINUTES = 12;
