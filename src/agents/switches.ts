import { jsonIn, tomlIn, valueAt } from './settings-text.js';

/** True when an agent's settings tell it to leave hooks out, in any of the spellings that agents have for it. */
export function switchesHooksOff(path: string, text: string): boolean {
  const settings = path.endsWith('.toml') ? tomlIn(text) : jsonIn(text);
  return (
    valueAt(settings, 'disableAllHooks') === true ||
    valueAt(settings, 'hooksDisabled') === true ||
    valueAt(settings, 'hooksConfig', 'enabled') === false ||
    valueAt(settings, 'features', 'hooks') === false ||
    namesUs(valueAt(settings, 'hooksConfig', 'disabled'))
  );
}

/** The name by which one hook can be switched off, where an agent gives hooks names. */
export const hookName = 'countersign';

function namesUs(list: unknown): boolean {
  return Array.isArray(list) && list.includes(hookName);
}
