import { optionValue } from '../command/arguments.js';
import { field, listField, textField } from './fields.js';
import { directoryOf, pathIn } from './files.js';
import { jsonAt } from './memo.js';
import { clue, type ToolInvocation, variable, type Whereabouts } from './whereabouts.js';

/** Where az goes: subscription, resource group and user, from flags, `AZURE_…` and `azureProfile.json`. */
export function azureTarget(setting: ToolInvocation): Whereabouts {
  const folder = variable(setting, 'AZURE_CONFIG_DIR')?.text ?? '~/.azure';
  const profile = jsonAt(
    setting.world,
    `${pathIn(directoryOf(setting), folder, setting.world)}/azureProfile.json`,
  );
  const flag = optionValue(setting.args, '--subscription');
  const switched = setting.switches.get('azure.subscription');
  const wanted = flag?.text ?? switched ?? variable(setting, 'AZURE_SUBSCRIPTION_ID')?.text;
  const entry = subscriptionOf(profile, wanted);
  const name = textField(entry, 'name') ?? wanted;
  const group = optionValue(setting.args, '--resource-group', '-g');
  const organisation = optionValue(setting.args, '--organization', '--org')?.text;
  const user = textField(entry, 'user', 'name');
  const source =
    flag !== undefined ? '--subscription' : switched !== undefined ? 'earlier command' : 'azureProfile.json';
  return {
    system: 'azure',
    name: group?.text ?? name ?? organisation ?? 'azure',
    namedByResource: true,
    ...(name === undefined ? {} : { account: name }),
    ...(group === undefined ? {} : { scope: group.text }),
    ...(user === undefined ? {} : { identity: user }),
    clues: [
      ...clue('selector', source, name),
      ...(group === undefined ? [] : clue('selector', '--resource-group', group.text)),
      ...clue('selector', '--organization', organisation),
    ],
    opaque: [flag, group].flatMap((value) =>
      value !== undefined && value.opaque.length > 0 ? [value.text] : [],
    ),
  };
}

function subscriptionOf(profile: unknown, wanted: string | undefined): unknown {
  const entries = listField(profile, 'subscriptions');
  if (wanted === undefined) return entries.find((entry) => field(entry, 'isDefault') === true);
  return entries.find((entry) => textField(entry, 'name') === wanted || textField(entry, 'id') === wanted);
}
