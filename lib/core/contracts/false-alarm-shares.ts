/**
 * How the false alarms that a user accepts in a year are divided between what is watched. Drift is looked at every window and
 * performance once a day, so a quarter is a level 8 times as high for each look at performance; drift gives up little, for
 * a level of three quarters asks for a 2 % larger effect.
 */
export const FALSE_ALARM_SHARES = { drift: 0.75, performance: 0.25 } as const;
