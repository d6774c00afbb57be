import { describe, expect, it, vi } from 'vitest';

describe('numbers of names', () => {
  it('are the same for the same name, and none for what nobody asks for or is long', async () => {
    const { NO_NAME, numberName, numberOfName } = await import('../src/name-numbers.ts');
    const number = numberName('a name of this test');
    expect(number).toBeGreaterThanOrEqual(0);
    expect(numberName('a name of this test')).toBe(number);
    expect(numberOfName('a name of this test')).toBe(number);
    expect(numberName('another name of this test')).not.toBe(number);
    expect(numberOfName('a name that nobody asks for')).toBe(NO_NAME);
    expect(numberName('x'.repeat(65))).toBe(NO_NAME);
  });

  it('end at 65,536: memory does not grow for ever', async () => {
    vi.resetModules();
    const { NO_NAME, numberName, numberOfName } = await import('../src/name-numbers.ts');
    for (let i = 0; i < 65_536; i++) expect(numberName(`name ${i}`)).toBe(i);
    expect(numberName('one too many')).toBe(NO_NAME);
    expect(numberOfName('one too many')).toBe(NO_NAME);
    expect(numberName('name 65535')).toBe(65_535);
  });
});
