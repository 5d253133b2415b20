import { casesInWindow } from '../support/agents-in-window.js';

casesInWindow('kilo');
