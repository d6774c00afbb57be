// The steps of the build that rewrite chunks.

import { readdirSync, readFileSync } from 'node:fs';
import { rolldown } from 'rolldown';
import { describe, expect, it } from 'vitest';
import { withPureCalls } from '../scripts/build/calls-as-pure.ts';
import { withCopies } from '../scripts/build/exports-as-copies.ts';
import { withConstants } from '../scripts/build/names-as-constants.ts';

const chunk = `import { sep } from 'node:path';
//#region src/first.ts
/** Calls what stands below it. */
const early = twice(4);
function twice(number) {
  return 2 * number;
}
async function later(value, { by = 1 } = {}, ...more) {
  return value + by + more.length;
}
function* upTo(end) {
  for (let i = 0; i < end; i++) yield i;
}
function ofThis() {
  return this.own;
}
function counted() {
  return arguments.length;
}
function made(value = new.target) {
  return value;
}
function inner() {
  return [1, 2].map((each) => each + sep.length).concat([function () { return arguments.length; }(1, 2)]);
}
//#endregion
var Base = class { name() { return this.constructor.name; } };
let Derived = class extends Base { static made = twice(1); };
let state = 0;
function next() {
  return ++state;
}
//#region src/last.ts
const told = [early, twice(3), await later(1), await later(1, { by: 4 }, 0, 0), [...upTo(3)].join(), ofThis.call({ own: 7 }),
  counted(1, 2, 3), typeof new made(), inner().join(), new Base().name(), new Derived().name(), Derived.made, next(), next(),
  twice.name, later.length].join(' ');
//#endregion
export { told as t, twice, Base };
`;

interface Exports {
  readonly t: string;
}

interface Counting {
  readonly state: number;
  readonly onward: () => number;
}

async function run(code: string): Promise<Exports> {
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Exports;
}

describe('names as constants', () => {
  it('a chunk does what it did', async () => {
    const { t } = await run(chunk);
    expect(t).toBe('8 6 2 7 0,1,2 7 3 function 2,3,2 Base Derived 2 1 2 twice 1');
    expect(await run(withConstants(chunk))).toMatchObject({ t });
  });

  it('functions and classes are constants, what may change is not', () => {
    const rewritten = withConstants(chunk);
    expect(rewritten).not.toMatch(/^(?:async )?function|^class|^var/mu);
    expect(rewritten).toMatch(/^let state/mu);
    expect(rewritten).toMatch(/^const Derived = class/mu);
  });

  it('functions are arrows, but those that read how they were called', () => {
    const rewritten = withConstants(chunk);
    expect(rewritten).toContain('const twice = (number) => {');
    expect(rewritten).toContain('const later = async (value, { by = 1 } = {}, ...more) => {');
    for (const name of ['* upTo', ' ofThis', ' counted', ' made'])
      expect(rewritten).toContain(`= function${name}(`);
    expect(rewritten).toContain('const inner = () => {');
  });
});

describe('exports as copies', () => {
  it('a chunk does what it did, and exports the same', async () => {
    const before = await run(chunk);
    const after = await run(withCopies(withConstants(chunk)));
    expect(after).toMatchObject({ t: before.t });
    expect(Object.keys(after)).toEqual(Object.keys(before));
  });

  it('nothing that it uses itself is exported but what may change', async () => {
    const code = `let state = 0;
const next = () => ++state;
export { state, next as onward };
export { sep } from 'node:path';
`;
    const rewritten = withCopies(code);
    expect(rewritten).toBe(`let state = 0;
const next = () => ++state;
const next$copy = next;
export { state as state, next$copy as onward };
export { sep } from 'node:path';`);
    const { onward, ...others } = (await run(rewritten)) as unknown as Counting;
    expect([others.state, onward()]).toEqual([0, 1]);
    expect(await run(rewritten)).toMatchObject({ state: 1 });
  });
});

describe('calls as pure', () => {
  it('marks what is called as the module is loaded, and nothing else', () => {
    const marked = withPureCalls(`const a = make({ deep: [new Map(), () => make(1)] });
const b = a.with(1).with(2), c = class { static d = make(2); };
make(3);
export { a, b, c };`);
    expect(marked).toBe(`const a = /* @__PURE__ */ make({ deep: [/* @__PURE__ */ new Map(), () => make(1)] });
const b = /* @__PURE__ */ a.with(1).with(2), c = class { static d = make(2); };
make(3);
export { a, b, c };`);
  });

  it('a bundler leaves out what nobody reads', async () => {
    const library = `const make = (parts) => parts.length;
const used = make(['used', make([])]);
const unused = make(['unused', new Map([[make(['deep'])]])]);
export { used, unused };`;
    expect(await bundled(library)).toContain('deep');
    expect(await bundled(withPureCalls(library))).not.toMatch(/unused|deep/u);
  });
});

/** What is left of a library of which only `used` is read. */
async function bundled(library: string): Promise<string> {
  const modules: Readonly<Record<string, string>> = {
    entry: `import { used } from 'library'; globalThis.told = used;`,
    library,
  };
  const bundle = await rolldown({
    input: 'entry',
    plugins: [{ name: 'in-memory', resolveId: (id) => id, load: (id) => modules[id] ?? null }],
  });
  const { output } = await bundle.generate();
  return output[0].code;
}

describe('what is built', () => {
  const chunks = readdirSync('dist', { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.js'),
  );
  const ours = chunks.filter((file) => file !== 'libraries.js');

  it('has what decides in one chunk', () => {
    const importsOf = (file: string) => readFileSync(`dist/${file}`, 'utf8').match(/(?<= from ")\.[^"]*/gu);
    expect(new Set(importsOf('core.js'))).toEqual(new Set(['./libraries.js']));
    expect(readFileSync('dist/core.js', 'utf8')).toMatch(
      /^export \{ (?:[\w$]+\$copy as [\w$]+(?:, )?)+ \};$/mu,
    );
    expect(new Set(importsOf('index.js'))).toEqual(new Set(['./core.js']));
  });

  it.each(['libraries.js', 'libraries.cjs'])(
    '%s has the licence of each package of which it has code',
    (file) => {
      const code = readFileSync(`dist/${file}`, 'utf8');
      const first = (pattern: RegExp) => new Set([...code.matchAll(pattern)].map(([, name]) => name));
      const packages = first(/^\/\/#region node_modules\/((?:@[^/]*\/)?[^/]*)/gmu);
      expect(first(/^\/\*\n(.*)\n\n(?=(?:.+\n+){3})/gmu)).toEqual(packages);
      expect(packages).toContain('date-fns');
    },
  );

  it('needs no other package but for lint, the command and what hosts bring', () => {
    const named = ours.flatMap((file) => [
      ...readFileSync(`dist/${file}`, 'utf8').matchAll(/^import .* from "(?!\.|node:)(.*)";$/gmu),
    ]);
    expect(new Set(named.map(([, name]) => name))).toEqual(
      new Set(['@photostructure/tz-lookup', 'csv-parse/sync', 'fast-check']),
    );
  });

  it.each([
    ['loyalty', 'compileLoyalty'],
    ['simulate', 'simulate'],
  ])('leaves the rules out where only the %s door is read', async (door, name) => {
    const bundle = await rolldown({ input: `dist/${door}/index.js`, external: /^[^./]/u });
    const { output } = await bundle.generate();
    expect(output[0].code).toContain(name);
    expect(output[0].code).not.toContain('time_of_order');
  });

  it.each(ours)('%s declares its functions and classes as constants', (file) => {
    const declared = readFileSync(`dist/${file}`, 'utf8').match(
      /^(?:async function|function|class|var)\b.*/gmu,
    );
    expect(declared ?? []).toEqual([]);
  });
});
