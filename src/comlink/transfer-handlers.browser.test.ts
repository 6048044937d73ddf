import './transfer-handlers.contract.ts';
