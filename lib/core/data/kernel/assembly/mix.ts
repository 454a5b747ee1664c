/** Finaliser of MurmurHash3 (Appleby, public domain): equal to `mix` of columns/mix.ts. */
export function mix(value: u32): u32 {
  let hash = (value ^ (value >> 16)) * 0x85eb_ca6b;
  hash = (hash ^ (hash >> 13)) * 0xc2b2_ae35;
  return hash ^ (hash >> 16);
}
