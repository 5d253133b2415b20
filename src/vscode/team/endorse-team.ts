import * as vscode from 'vscode';
import { withVersion } from '../../core/countersign/starter-policy.js';
import type { TrustState } from '../../core/countersign/trust.js';
import { type EndorsementPlan, endorse, missingFrom, planEndorsement } from '../../desk/team-plan.js';
import {
  endorseText,
  endorseTitle,
  planProblemText,
  raiseVersion,
  signFailedText,
  writeFailedText,
} from '../../messages/team/team.js';
import type { TeamFiles } from '../../ports/team.js';
import type { TeamParts } from './team-parts.js';
import { publish } from './team-publish.js';
import { askOfTeamChange, bytesOf, textOfBytes, whileSigning } from './team-review.js';

const none: TeamFiles = { policy: undefined, roster: undefined, endorsement: undefined };

/** A maintainer's word for what stands in the working tree: what changed is shown, then signed, then offered to be pushed. */
export async function endorseTeam(parts: TeamParts, top: string): Promise<void> {
  const state = await parts.trust.refresh();
  const files = await versioned(parts, state);
  if (files === undefined) return;
  const planned = planEndorsement(files, state, parts.clock.now());
  if (!planned.ok) {
    const { code, detail } = planned.error;
    await vscode.window.showErrorMessage(planProblemText(code, detail));
    return;
  }
  const { question, about } = endorseText(factsOf(planned.value, state));
  const asked = { title: endorseTitle, words: question, yes: 'endorse' } as const;
  const before = parts.workspace.accepted() ?? none;
  if (await askOfTeamChange(asked, about, before, files))
    await signAndWrite(parts, top, planned.value, files);
}

/** Signs what was shown, writes it, and goes on to the push. False when nothing was written. */
export async function signAndWrite(
  parts: TeamParts,
  top: string,
  plan: EndorsementPlan,
  files: TeamFiles,
): Promise<boolean> {
  const signed = await whileSigning((cancelled) => endorse(plan, parts.signer, parts.clock.now(), cancelled));
  if (!signed.ok && signed.error.code !== 'endorsed-already') {
    await vscode.window.showErrorMessage(signFailedText(signed.error.code, signed.error.detail));
    return false;
  }
  if (signed.ok) {
    const { policy, roster } = files;
    const written = parts.workspace.write({ policy, roster, endorsement: signed.value.file });
    if (!written.ok) {
      await vscode.window.showErrorMessage(writeFailedText(written.error));
      return false;
    }
  }
  const endorsedBy = signed.ok ? signed.value.endorsedBy : plan.endorsedBy;
  const isEnough = endorsedBy.length >= plan.needed;
  await publish({
    trust: parts.trust,
    top,
    digest: plan.trust.digest,
    isNew: plan.endorsement.previous === null && plan.endorsedBy.length === 0,
    isFirst: plan.endorsement.previous === null,
    missing: isEnough ? [] : missingFrom({ ...plan, endorsedBy }),
  });
  return true;
}

function factsOf(plan: EndorsementPlan, state: TrustState): Parameters<typeof endorseText>[0] {
  const { trust, endorsedBy, needed } = plan;
  const before = state.kind === 'none' ? undefined : state.trust?.policy.version;
  return { digest: trust.digest, version: trust.policy.version, before, endorsedBy, needed };
}

/** The files with a version that can follow the one in force; undefined when the person does not want it counted up. */
async function versioned(parts: TeamParts, state: TrustState): Promise<TeamFiles | undefined> {
  const files = parts.workspace.files();
  const planned = planEndorsement(files, state, parts.clock.now());
  if (planned.ok || planned.error.code !== 'same-version') return files;
  const inForce = Number(planned.error.detail);
  const words = raiseVersion(inForce);
  const asked = { modal: true, detail: words.detail };
  const answer = await vscode.window.showInformationMessage(words.question, asked, words.raise);
  if (answer !== words.raise) return undefined;
  return { ...files, policy: bytesOf(withVersion(textOfBytes(files.policy) ?? '', inForce + 1)) };
}
