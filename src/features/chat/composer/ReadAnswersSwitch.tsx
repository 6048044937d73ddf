import { Volume2, VolumeOff } from 'lucide-react';
import { IconButton } from '../../../ui/IconButton.tsx';

interface ReadAnswersSwitchProps {
  isOn: boolean;
  onChange(isOn: boolean): void;
}

/** Whether answers are read aloud as they are written. */
export function ReadAnswersSwitch({ isOn, onChange }: ReadAnswersSwitchProps) {
  return (
    <IconButton
      label="Read answers aloud"
      side="bottom"
      aria-pressed={isOn}
      onClick={() => onChange(!isOn)}
      className={isOn ? 'text-accent' : ''}
    >
      {isOn ? <Volume2 /> : <VolumeOff />}
    </IconButton>
  );
}
