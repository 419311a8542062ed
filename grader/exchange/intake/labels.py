"""Every reason for which a file is not taken, as the trainee reads it."""

from __future__ import annotations

from grader.text import Text

BAD_CHARACTER = Text(
    "名前に使えない文字があります。文字・数字と「_ - . ( )」だけの名前にして、提出し直してください。",
    "The name holds a character that cannot be taken; use letters, digits and “_ - . ( )”, and submit again.",
)
BAD_START = Text(
    "名前の最初の文字が使えません。文字か数字で始まる名前にして、提出し直してください。",
    "The name begins with a character that cannot be taken; begin it with a letter or digit, and submit again.",
)
BAD_END = Text(
    "名前が空白か点で終わっています。名前を直して、提出し直してください。",
    "The name ends with a space or a dot; mend the name and submit again.",
)
DEVICE = Text(
    "Windowsの装置の名前（CON、NULなど）は使えません。名前を変えて、提出し直してください。",
    "The name is that of a Windows device (CON, NUL and the like); change it and submit again.",
)
NOT_COMPOSED = Text(
    "濁点などが別の文字になっている名前です。名前を入力し直して、提出し直してください。",
    "The name holds accents as separate characters (not NFC); type the name again and submit again.",
)
LONG_NAME = Text(
    "名前が長すぎます。短くして、提出し直してください。",
    "The name is too long; shorten it and submit again.",
)
DEEP = Text(
    "フォルダーが深すぎます。浅い場所に移して、提出し直してください。",
    "The folders are nested too deeply; move the file up and submit again.",
)
COLLISION = Text(
    "大文字と小文字だけが違う名前や、同じ名前が他にもあります。名前を変えて、提出し直してください。",
    "Another name is the same, or differs in capital letters only; rename one of them and submit again.",
)
NOT_PLAIN = Text(
    "普通のファイルではありません（リンクや装置など）。ファイルそのものを提出してください。",
    "This is not a plain file (but a link, a device or the like); submit the file itself.",
)
UNREADABLE = Text(
    "読み取れません。権限を確かめて、提出し直してください。",
    "The file cannot be read; look at its permissions and submit again.",
)
CHANGED = Text(
    "読み取っている間に変わりました。保存し終えてから、提出し直してください。",
    "The file changed while it was read; finish saving it and submit again.",
)
NO_FOLDER = Text(
    "提出物のフォルダーがありません。置き場所を確かめてください。",
    "There is no such folder of a submission; look where it stands.",
)
NOTHING = Text(
    "受け取れるファイルが一つもありません。提出物を確かめて、提出し直してください。",
    "There is no file that can be taken; look at the submission and submit again.",
)
TOO_MANY = Text(
    "ファイルの数が多すぎるので、何も受け取りません。必要なものだけにして、提出し直してください。",
    "There are too many files, so nothing is taken; keep what is needed and submit again.",
)
LARGE = Text(
    "ファイルが大きすぎます。小さくして、提出し直してください。",
    "The file is too large; make it smaller and submit again.",
)
TOTAL_LARGE = Text(
    "合わせた大きさの上限を超えます。必要なものだけにして、提出し直してください。",
    "The files together are too large; keep what is needed and submit again.",
)
NOT_ZIP = Text(
    "ZIPファイルとして読めません。作り直して、提出し直してください。",
    "This is not a ZIP archive that can be read; make it again and submit again.",
)
ENCRYPTED = Text(
    "暗号化されています。パスワードなしのZIPファイルにして、提出し直してください。",
    "The entry is encrypted; make the archive without a password and submit again.",
)
PACKING = Text(
    "この圧縮方式は読めません。普通のZIPファイル（Deflate）にして、提出し直してください。",
    "The entry is packed in a way that is not taken; make a common ZIP archive (Deflate) and submit again.",
)
BOMB = Text(
    "展開すると極端に大きくなるので受け取りません。元のファイルを確かめてください。",
    "The entry would grow out of proportion when unpacked and is not taken; look at the original file.",
)
BROKEN = Text(
    "ZIPファイルの中で壊れています。作り直して、提出し直してください。",
    "The entry is damaged inside the archive; make it again and submit again.",
)
