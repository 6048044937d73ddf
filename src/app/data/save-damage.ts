import { writeDamage } from '../../storage/damage/write-damage.ts';
import { saveFile } from '../../ui/save-file.ts';
import type { Studio } from '../studio.ts';

/** Gives the user what could not be read, as it was found. */
export async function saveDamage({ damage, stores }: Studio): Promise<void> {
  const file = await writeDamage(damage.state.getState(), stores.database);
  const day = new Date().toISOString().slice(0, 10);
  saveFile(`Triptych damaged ${day}`, 'zip', file, file.type);
}
