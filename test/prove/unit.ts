/** One unit of a proof, in a process of its own: `unit.ts PROOF UNIT SEED SIZE`. Its last line says what came of it, as JSON. */
import { PROOFS } from './proofs.ts';

const [, , name, unit = '', seed, size] = process.argv;
const proof = PROOFS.find((each) => each.name === name);
if (!proof) throw new Error(`there is no proof ${name}`);
const outcome = await proof.run(unit, Number(seed), Number(size));
await proof.end?.();
console.log(JSON.stringify(outcome));
