/** Where a notice comes from. */
export interface Place {
  readonly platform: string;
  readonly account: string;
  readonly region: string;
  readonly alias?: string | undefined;
}

/** What every notice begins with. */
export const from = ({ platform, account, region, alias }: Place) => ({
  ...{ v: 1 as const, platform, account, region },
  ...(alias ? { alias } : {}),
});
