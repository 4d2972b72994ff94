import type { Intervention } from './events.ts';
import type { OperatorRole } from './roles.ts';

/** `operatorId` is the stream's: whom the command is about. */
export type OperatorCommand = { operatorId: number } & (
  | { type: 'AddOperator'; name: string; passwordHash: string; role: OperatorRole }
  | { type: 'ChangeOperatorRole'; role: OperatorRole }
  | { type: 'ChangeOperatorPassword'; passwordHash: string }
  /** `step`: of the code that shows that the operator has the secret. */
  | { type: 'SetOperatorTotp'; secret: string; step: number }
  | { type: 'RemoveOperatorTotp' }
  | { type: 'DisableOperator' }
  | { type: 'EnableOperator' }
  | { type: 'OpenOperatorSession'; sessionHash: string; expiresAt: number; totpStep?: number }
  | { type: 'CloseOperatorSession'; sessionHash: string }
  | {
      type: 'MakeOperatorToken';
      tokenId: number;
      tokenHash: string;
      label: string;
      role: OperatorRole;
      expiresAt: number;
    }
  | { type: 'RevokeOperatorToken'; tokenId: number }
  | ({ type: 'NoteIntervention' } & Intervention)
);
