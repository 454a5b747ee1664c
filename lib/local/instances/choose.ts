/** Which local cloud a command means: the one named, else the one of the shell, else the one that was chosen last. */
import { chosenTarget } from '../target.ts';
import { DEFAULT_INSTANCE, instanceName } from './name.ts';

/** @param given of `--instance`. @throws BadInstanceName */
export function chosenInstance(
  given: string | undefined,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string {
  return instanceName(given ?? environment['SLUICE_INSTANCE'] ?? chosenTarget().instance ?? DEFAULT_INSTANCE);
}
