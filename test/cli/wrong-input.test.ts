import { describe, expect, it } from 'vitest';
import { accepted, campaign } from './support/campaign.ts';
import { lines, run, spawned, temporaryFolder } from './support/command.ts';

const folder = temporaryFolder();
const campaignFile = folder.file('campaign.json', campaign);
const contextFile = folder.file('context.json', accepted);

describe('a campaign that is wrong', () => {
  const wrong = folder.file('wrong.json', {
    id: '',
    status: 'actve',
    rules: [{ type: 'budgt' }, { type: 'transaction_cost', minimum: '5', maximum: '4' }],
    'evil\u001b[2J\nkey': 1,
  });

  it('is told whole on standard error, an issue a line, and nothing on standard output', async () => {
    for (const command of ['evaluate', 'plan']) {
      const { status, stdout, stderr } = await run([command, wrong, contextFile, '--format', 'json']);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(lines(stderr).map((line) => line.split(' found ')[0])).toEqual([
        `${wrong}: /id:`,
        `${wrong}: /status:`,
        `${wrong}: /evil\\u001b[2J\\u000akey:`,
        `${wrong}: /rules/0/type:`,
        expect.stringContaining(`${wrong}: /rules/1`),
      ]);
      expect(stderr).toContain(
        '/status: found "actve", expected one of "draft", "active", "inactive" (did you mean "active"?)',
      );
    }
  });

  it('is told up to its hundredth issue, and how many there are more', async () => {
    const rules = Array.from({ length: 130 }, () => ({ type: 'x' }));
    const { stderr } = await run(['evaluate', folder.file('many.json', { id: 'a', rules }), contextFile]);
    expect(lines(stderr)).toHaveLength(101);
    expect(stderr).toMatch(/many\.json: and 30 more\n$/u);
  });

  it.each([
    ['a list', '[]', 'found an empty list, expected an object'],
    ['null', 'null', 'found null, expected an object'],
    ['nothing', '', 'not JSON at line 1, column 1: found nothing, expected a value'],
    [
      'half',
      '{\n  "id": "a",\n  "rules": [\n',
      'not JSON at line 4, column 1: found the end, expected a value',
    ],
    [
      'with a comma too many',
      '{\n  "id": "a",\n}',
      'not JSON at line 3, column 1: found "}", expected a property name in double quotes',
    ],
    [
      'commented',
      '{ // our sale\n}',
      'not JSON at line 1, column 3: found "/", expected a property name in double quotes, or "}"',
    ],
    ['two', '{"id":"a"}\n{"id":"b"}', 'not JSON at line 2, column 1: found "{", expected the end'],
    [
      'in UTF-16',
      Buffer.from('\ufeff{"id":"a"}', 'utf16le'),
      'not JSON at line 1, column 1: found bytes that are not UTF-8',
    ],
  ])('is told where it is %s', async (name, content, said) => {
    const path = folder.file(`${name}.json`, content);
    const { status, stdout, stderr } = await run(['evaluate', path, contextFile]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(`${path}: ${said}`);
    expect(lines(stderr)).toHaveLength(1);
  });
});

describe('contexts that are wrong', () => {
  it.each([
    [
      'not JSON',
      "{'at': 1}",
      'not JSON at line 1, column 2: found "\'", expected a property name in double quotes, or "}"',
    ],
    [
      'lines',
      '{}\n{}\n',
      'not JSON at line 2, column 1: found "{", expected the end (one a line? name it .ndjson)',
    ],
    ['nothing', '', 'not JSON at line 1, column 1: found nothing, expected a value'],
  ])('are one line where a JSON file is %s', async (name, content, said) => {
    const path = folder.file(`${name}.json`, content);
    expect(await run(['evaluate', campaignFile, path])).toEqual({
      status: 2,
      stdout: '',
      stderr: `${path}: ${said}\n`,
    });
  });

  it('are an error object where one context of JSON is wrong', async () => {
    const path = folder.file('five.json', '5');
    const { status, stdout, stderr } = await run(['plan', campaignFile, path, '--format', 'json']);
    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toEqual({
      status: 'error',
      issues: [{ path: '', message: 'expected an object, found 5' }],
    });
    expect(stderr).toBe(`${path}: found 5, expected an object\n`);
  });
});

describe('a file that cannot be read is one line', () => {
  const missing = folder.path('missing.json');
  const directory = folder.path('.');
  it.each([
    ['a missing campaign', [missing, contextFile], `${missing}: no such file`],
    ['missing contexts', [campaignFile, missing], `${missing}: no such file`],
    ['missing lines', [campaignFile, `${missing}.ndjson`], `${missing}.ndjson: no such file`],
    ['a directory as campaign', [directory, contextFile], `${directory}: found a directory, expected a file`],
    [
      'a directory as contexts',
      [campaignFile, directory],
      `${directory}: found a directory, expected a file`,
    ],
    ['no name', ['', contextFile], '"": no such file'],
    ['a hostile name', ['\u001b[31m\n', contextFile], '\\u001b[31m\\u000a: no such file'],
  ])('%s', async (_, args, said) => {
    expect(await run(['evaluate', ...args])).toEqual({ status: 2, stdout: '', stderr: `${said}\n` });
  });

  it('in a process of its own, without a stack trace', async () => {
    expect(await spawned(['evaluate', missing, contextFile])).toEqual({
      status: 2,
      stdout: '',
      stderr: `${missing}: no such file\n`,
    });
  });
});
