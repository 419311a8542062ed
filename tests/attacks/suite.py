"""All classes of attacks, in the order of the table."""

from attacks import (
    container,
    contamination,
    forging,
    gradebook,
    hidden,
    injection,
    lessons,
    limits,
    network,
    people,
)

CLASSES = {
    "forging": ("得点の偽造", "Score forged from inside the interpreter", forging.ATTACKS),
    "gradebook": ("成績の改ざん", "Gradebook and results edited", gradebook.ATTACKS),
    "hidden": ("隠しテストの読み取り", "Hidden tests read", hidden.ATTACKS),
    "people": (
        "他人の情報の読み取り",
        "Other people's work and personnel files read",
        people.ATTACKS,
    ),
    "network": ("外部への送信", "Data sent out", network.ATTACKS),
    "contamination": ("後の採点への影響", "Later gradings contaminated", contamination.ATTACKS),
    "limits": ("資源の使い切り", "Resources used up, process ended", limits.ATTACKS),
    "container": (
        "ノートブックの形と添付",
        "Metadata, the file and what lies beside it",
        container.ATTACKS,
    ),
    "injection": ("見る人への攻撃", "Script and formulas for those who look", injection.ATTACKS),
    "lessons": ("レッスンの正解と採点", "Truth and marking of lessons", lessons.ATTACKS),
}
ATTACKS = tuple(attack for _, _, attacks in CLASSES.values() for attack in attacks)


def classes_for(engine: str) -> list[list]:
    """Return which attacks are graded in one class: against ours all, for none of them may spoil more than itself."""
    if engine == "ours":
        return [list(ATTACKS)]
    together = [attack for attack in ATTACKS if not attack.alone]
    return [together, *([attack] for attack in ATTACKS if attack.alone)]
