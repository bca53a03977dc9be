import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { buildSchema, coerceInputValue, isInputType } from 'graphql';
import { rules } from '../libs/diagnosis/src/rules/rules.ts';
import { faults } from '../libs/diagnosis/src/testing/faults.ts';
import { viewOf } from '../libs/diagnosis/src/testing/world.ts';
import { createProgram } from '../services/cli/src/program.ts';
import { root } from './imports.ts';

const schema = buildSchema(readFileSync(`${root}/services/api/schema.graphql`, 'utf8'));
const screen = { write: () => true };
const world = { out: screen, err: screen, env: {}, interrupted: new AbortController().signal };

for (const { cause, action } of rules) {
  const drained = { state: 'draining' };
  const view = viewOf(faults[cause]?.[0] ?? {});
  const done = action?.({
    ...view,
    fleet: { ...view.fleet, workers: view.fleet.workers.map((one) => ({ ...one, ...drained })) },
  });
  if (!done) continue;
  test(`what a finding of ${cause} says to do is a mutation and a command that there are`, async () => {
    const input = schema
      .getMutationType()!
      .getFields()
      [done.mutation]?.args.find(({ name }) => name === 'input');
    assert.ok(input && isInputType(input.type), `no mutation is called ${done.mutation}`);
    assert.notEqual(coerceInputValue(done.input, input.type), undefined, JSON.stringify(done.input));
    const ran: unknown[] = [];
    const program = createProgram(
      world as never,
      () =>
        async (...given) =>
          void ran.push(given),
    );
    const words = [...done.command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);
    assert.equal(words.shift(), 'trunkline');
    await program.parseAsync(words, { from: 'user' });
    assert.equal(ran.length, 1);
  });
}
