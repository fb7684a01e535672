#!/bin/sh
# 换版和退回。先核对校验和，解到自己的文件夹，再把 current 指过去；网站一刻也不会缺一半。
#   deploy/switch.sh 发布包文件夹        换上这一版（文件夹里有 handbook-site-….zip 和 SHA256SUMS）
#   deploy/switch.sh --back              退回上一版；再运行一次，又换回来
# 放在哪里：默认 /srv/handbook，用环境变量 HANDBOOK_SITE 改。
set -eu

place="${HANDBOOK_SITE:-/srv/handbook}"

stop() { echo "$1" >&2; exit 1; }

# point 链接名 指向：先做一个新链接再改名，中间没有一刻是空的。
point() {
    [ -L "$place/$1" ] || [ ! -e "$place/$1" ] || stop "$place/$1 在，又不是链接，没有换。先给它改个名，再运行"
    ln -s "$2" "$place/.$1.new.$$"
    mv -T "$place/.$1.new.$$" "$place/$1"
}

told() { sed -n 's/^ *"edition": "\(.*\)",$/\1/p' "$place/current/edition.json"; }

case "${1:-}" in
"" | -h | --help)
    sed -n '2,5s/^# \{0,1\}//p' "$0"
    exit 2
    ;;
--back)
    [ -L "$place/previous" ] || stop "没有上一版可以退回：$place/previous 不在"
    now=$(readlink "$place/current")
    before=$(readlink "$place/previous")
    [ -d "$place/$before" ] || stop "上一版的文件夹不在了：$place/$before"
    point current "$before"
    point previous "$now"
    echo "退回到 $(told)，刚才那一版还在 $place/$now"
    ;;
*)
    [ -d "$1" ] || stop "没有这个文件夹：$1"
    [ -f "$1/SHA256SUMS" ] || stop "少了校验和：$1/SHA256SUMS"
    set -- "$1" "$1"/handbook-site-*.zip
    [ $# -eq 2 ] && [ -f "$2" ] || stop "$1 里要有一个 handbook-site-….zip"
    name=$(basename "$2")
    sums=$(tr -d '\r' <"$1/SHA256SUMS" | grep "  $name\$") || stop "SHA256SUMS 里没有 $name"
    (cd "$1" && echo "$sums" | sha256sum --check --quiet) || stop "$name 和校验和对不上，没有换"
    { mkdir -p "$place/editions" && [ -w "$place/editions" ]; } 2>/dev/null || stop "写不进 $place。换成能写它的用户（sudo）运行"
    sum=$(sha256sum "$2" | cut -c1-12)
    folder="editions/$(basename "$name" .zip | sed 's/^handbook-site-//')-$sum"
    if [ ! -d "$place/$folder" ]; then
        rm -rf "$place/$folder.new"
        python3 -m zipfile -e "$2" "$place/$folder.new" 2>/dev/null || {
            rm -rf "$place/$folder.new"
            stop "解不开 $name，没有换。看看磁盘满了没有，有没有 python3"
        }
        [ -f "$place/$folder.new/index.html" ] && [ -f "$place/$folder.new/edition.json" ] || stop "$name 里没有 index.html 或者 edition.json，没有换"
        chmod -R a+rX "$place/$folder.new"
        mv "$place/$folder.new" "$place/$folder"
    fi
    if [ -L "$place/current" ]; then
        now=$(readlink "$place/current")
        [ "$now" != "$folder" ] || stop "现在就是这一版，不用换"
        point previous "$now"
    fi
    point current "$folder"
    echo "换上了 $(told)。不对的话：$0 --back"
    for old in "$place"/editions/*; do
        [ "$old" -ef "$place/current" ] || [ "$old" -ef "$place/previous" ] || echo "用不着了，可以删：$old"
    done
    ;;
esac
