import { useCallback } from 'react';
import { useStore } from 'zustand';
import type { GuideLink } from '../../engine/studio-actions.ts';
import type { AnswerLink } from '../../features/chat/answer-link.ts';
import type { Studio } from '../studio.ts';
import { resolveLink } from './choose-model.ts';

/**
 * What a link under an answer is for changes with what is installed and what is coming: then it is
 * another function.
 */
export function useLinkResolver(studio: Studio): (link: GuideLink) => AnswerLink {
  const installed = useStore(studio.models.state, (state) => state.installed);
  const coming = useStore(studio.models.state, ({ downloads }) => Object.keys(downloads).join(' '));
  return useCallback(
    (link: GuideLink) => resolveLink(studio, link),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- another function wherever a link may have become another one
    [studio, installed, coming],
  );
}
