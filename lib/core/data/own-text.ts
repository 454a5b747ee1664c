/** A copy of a text that shares no memory with what it was cut from: a cell that is kept would else keep its whole block of the file. */
export const ownText = (text: string): string => (text.length < 13 ? text : Buffer.from(text, 'utf8').toString('utf8'));
