import { casesInWindow } from '../support/agents-in-window.js';

casesInWindow('codex', 'gemini-cli', 'copilot-cli');
