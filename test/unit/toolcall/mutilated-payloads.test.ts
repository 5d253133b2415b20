/** Class: payloads of an agent's other version, or of who pretends to be one. Each is understood or refused by the field; none is lost. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeEvent } from '../../../src/core/toolcall/decode.js';
import { callerIds } from '../../../src/core/toolcall/toolcall.js';
import { mutilations } from '../../support/mutilated.js';
import { told } from '../../support/told.js';

const folder = 'test/contract/payloads';

describe('a payload, mutilated', () => {
  for (const agent of callerIds.filter((id) => readdirSync(folder).includes(id)))
    for (const name of readdirSync(join(folder, agent)).filter((one) => one.endsWith('.json')))
      it(`is understood or refused by its field: ${agent}, ${name}`, () => {
        const whole = readFileSync(join(folder, agent, name), 'utf8');
        for (const text of mutilations(whole, 150)) {
          const event = decodeEvent(agent, text, '/fallback');
          if (!event.ok) {
            assert.match(event.error.code, /^[a-z]+(?:-[a-z]+)*$/, text);
            continue;
          }
          assert.doesNotMatch(told(event.value), /undefined|NaN|\[object/, text);
          // A call has a tool and a directory, whatever was said of them.
          if (event.value.kind === 'other') continue;
          assert.notEqual(event.value.call.tool, '', text);
          assert.match(event.value.call.cwd, /^(?:\/|[A-Za-z]:)/, text);
        }
      });
});
