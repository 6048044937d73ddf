import { describe, expect, it } from 'vitest';
import { shouldSaveData, watchDataSaver, type ConnectionFacts } from './data-saver.ts';

describe('a connection to be spared', () => {
  it.each<[string, ConnectionFacts]>([
    ['Save-Data', { saveData: true, type: 'wifi', effectiveType: '4g', downlink: 10 }],
    ['a mobile one', { saveData: false, type: 'cellular', effectiveType: '4g', downlink: 10 }],
    ['a phone over Bluetooth', { type: 'bluetooth', effectiveType: '4g' }],
    ['3g', { effectiveType: '3g', downlink: 1.2 }],
    ['2g', { effectiveType: '2g' }],
    ['slow-2g', { effectiveType: 'slow-2g' }],
    ['a narrow one', { effectiveType: '4g', downlink: 0.9 }],
  ])('is %s', (_, facts) => expect(shouldSaveData(facts)).toBe(true));

  it.each<[string, ConnectionFacts]>([
    ['one of which nothing is known', {}],
    [
      'Ethernet before anything was measured',
      { saveData: false, effectiveType: '4g', downlink: 1.45 },
    ],
    ['Wi-Fi', { saveData: false, type: 'wifi', effectiveType: '4g', downlink: 10 }],
    ['none, where all is stored', { type: 'none', effectiveType: '4g', downlink: 0 }],
  ])('is not %s', (_, facts) => expect(shouldSaveData(facts)).toBe(false));

  it('is watched', () => {
    const connection = Object.assign(new EventTarget(), { saveData: false });
    const isSavingData = watchDataSaver(connection);
    const told: boolean[] = [];
    isSavingData.subscribe((now) => told.push(now));
    connection.saveData = true;
    connection.dispatchEvent(new Event('change'));
    connection.dispatchEvent(new Event('change'));
    expect(told).toEqual([true]);
    expect(isSavingData.getState()).toBe(true);
  });
});
