// Offers one language model whose answers come from a test's model server, and asks the agent what the test says.
// AGENT_MODE_ORDERS names a file that the test writes: {"id": 1, "model": "http://127.0.0.1:PORT", "query": "go"}.
// Beside it stand `.done`, the answer to the latest order, and `.host`, the process of the agent.
const { readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const vscode = require('vscode');

const orders = process.env.AGENT_MODE_ORDERS;
let model = '';
/** How often the agent has asked the model, and how often with the terminal among its tools. */
let asked = 0;
let equipped = 0;

const provider = {
  provideLanguageModelChatInformation: () => [
    {
      id: 'scripted-1',
      name: 'Scripted',
      family: 'scripted',
      version: '1',
      maxInputTokens: 200000,
      maxOutputTokens: 8000,
      isUserSelectable: true,
      capabilities: { toolCalling: true },
    },
  ],
  provideTokenCount: async () => 10,
  provideLanguageModelChatResponse: async (_model, messages, options, progress) => {
    const tools = (options.tools ?? []).map((tool) => tool.name);
    asked += 1;
    if (tools.includes('run_in_terminal')) equipped += 1;
    const body = { messages: messages.map(plain), tools };
    const response = await fetch(`${model}/editor/chat`, { method: 'POST', body: JSON.stringify(body) });
    const answer = await response.json();
    progress.report(
      answer.call
        ? new vscode.LanguageModelToolCallPart(answer.call.id, answer.call.tool, answer.call.input)
        : new vscode.LanguageModelTextPart(answer.text),
    );
  },
};

function plain(message) {
  return { content: message.content.map((part) => partOf(part)) };
}

function partOf(part) {
  if (part instanceof vscode.LanguageModelTextPart) return { kind: 'text', text: part.value };
  if (part instanceof vscode.LanguageModelToolResultPart) {
    return {
      kind: 'result',
      text: part.content.map((inner) => inner.value ?? JSON.stringify(inner)).join('\n'),
    };
  }
  return { kind: 'other' };
}

async function obey(order) {
  model = order.model;
  await standing();
  const before = asked;
  const without = equipped;
  // A chat that is opened while the editor still puts its agent in place asks for a sign-in, and never asks the model; one that is
  // opened before the tools are there asks without them, and ends at once.
  for (let tries = 0; tries < 5; tries += 1) {
    await vscode.commands.executeCommand('workbench.action.chat.newChat');
    const answer = vscode.commands.executeCommand('workbench.action.chat.open', {
      mode: 'agent',
      query: order.query,
      modelSelector: { vendor: 'scripted', id: 'scripted-1' },
      blockOnResponse: true,
    });
    let hasEnded = false;
    const end = () => {
      hasEnded = true;
    };
    answer.then(end, end);
    if (await soon(() => asked > before, 20_000)) {
      await soon(() => equipped > without || hasEnded, 20_000);
      if (equipped > without || tries === 4) return answer;
      await soon(() => vscode.lm.tools.some((tool) => tool.name === 'run_in_terminal'), 5_000);
    }
    await vscode.commands.executeCommand('workbench.action.chat.cancel');
  }
  throw new Error('the agent did not ask the model');
}

/** The editor's agent is there, and can have the model. */
async function standing() {
  await vscode.extensions.getExtension('GitHub.copilot-chat')?.activate();
  const models = () => vscode.lm.selectChatModels({ vendor: 'scripted' });
  await soon(async () => (await models()).length > 0, 60_000);
}

async function soon(look, milliseconds) {
  const end = Date.now() + milliseconds;
  while (Date.now() < end) {
    if (await look()) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

/** An order is taken once, also when the agent ends over it. */
function nextOrder() {
  try {
    const order = JSON.parse(readFileSync(orders, 'utf8'));
    rmSync(orders);
    return order;
  } catch {
    return undefined;
  }
}

async function follow() {
  const order = nextOrder();
  if (order === undefined) return;
  const outcome = await obey(order).then(
    (answer) => ({ id: order.id, answer }),
    (error) => ({ id: order.id, error: String(error) }),
  );
  put('done', JSON.stringify(outcome));
}

/** Appears whole or not at all. */
function put(kind, text) {
  writeFileSync(`${orders}.${kind}.new`, text);
  renameSync(`${orders}.${kind}.new`, `${orders}.${kind}`);
}

exports.activate = (context) => {
  context.subscriptions.push(vscode.lm.registerLanguageModelChatProvider('scripted', provider));
  if (!orders) return;
  put('host', String(process.pid));
  let busy = false;
  const timer = setInterval(async () => {
    if (busy) return;
    busy = true;
    await follow();
    busy = false;
  }, 100);
  context.subscriptions.push({ dispose: () => clearInterval(timer) });
};
