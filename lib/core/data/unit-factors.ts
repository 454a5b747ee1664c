/** Factors by which a column changes when somebody changes its unit, and what such a change is called. */
export interface UnitFactor {
  factor: number;
  /** Powers of ten are by far the commonest, and no natural change: they are recognised with wide tolerances. */
  decimal: boolean;
  words: string;
  /** How it is put in words, where `about <factor> times` is not all. */
  seen?: string;
}

const decimals: UnitFactor[] = [
  [10, 'millimetres instead of centimetres', 'centimetres instead of millimetres'],
  [
    100,
    'centimetres instead of metres, mm2 instead of cm2, or per cent instead of shares',
    'metres instead of centimetres, cm2 instead of mm2, or shares instead of per cent',
  ],
  [
    1000,
    'grams instead of kilograms, or milliseconds instead of seconds',
    'kilograms instead of grams, or seconds instead of milliseconds',
  ],
  [1e4, 'another power of ten of the unit', 'another power of ten of the unit'],
  [1e5, 'another power of ten of the unit', 'another power of ten of the unit'],
  [1e6, 'micro-units instead of units', 'millions instead of units'],
].flatMap(([factor, larger, smaller]) => both(Number(factor), true, String(larger), String(smaller)));

const customary: UnitFactor[] = [
  [2.54, 'centimetres instead of inches', 'inches instead of centimetres'],
  [25.4, 'millimetres instead of inches', 'inches instead of millimetres'],
  [1 / 0.3048, 'feet instead of metres', 'metres instead of feet'],
  [1.609344, 'kilometres instead of miles', 'miles instead of kilometres'],
  [1 / 0.45359237, 'pounds instead of kilograms', 'kilograms instead of pounds'],
  [28.349523, 'grams instead of ounces', 'ounces instead of grams'],
  [3.785412, 'litres instead of gallons', 'gallons instead of litres'],
  [
    60,
    'minutes instead of hours, or seconds instead of minutes',
    'hours instead of minutes, or minutes instead of seconds',
  ],
  [3600, 'seconds instead of hours', 'hours instead of seconds'],
  [1024, 'kibibytes instead of mebibytes', 'mebibytes instead of kibibytes'],
].flatMap(([factor, larger, smaller]) => both(Number(factor), false, String(larger), String(smaller)));

/** Powers of ten first: where two fit, they are the better guess. */
export const UNIT_FACTORS: readonly UnitFactor[] = [...decimals, ...customary];

export const FAHRENHEIT: UnitFactor = {
  factor: 1.8,
  decimal: false,
  words: 'degrees Fahrenheit instead of Celsius',
  seen: '1.8 times, and 32 more',
};
export const CELSIUS: UnitFactor = {
  factor: 1 / 1.8,
  decimal: false,
  words: 'degrees Celsius instead of Fahrenheit',
  seen: '32 less, then a 1.8th',
};

function both(factor: number, decimal: boolean, larger: string, smaller: string): UnitFactor[] {
  return [
    { factor, decimal, words: larger },
    { factor: 1 / factor, decimal, words: smaller },
  ];
}
