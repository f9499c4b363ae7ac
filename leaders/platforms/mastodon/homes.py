"""Who and what is at home where: accounts and posts by the numbers that their servers gave them."""

from leaders.errors import PlatformRefused
from leaders.model import Post
from leaders.platforms.mastodon import parse
from leaders.platforms.mastodon.addresses import PREFIX, Name, name_post
from leaders.platforms.mastodon.instance import Instance
from leaders.platforms.mastodon.instances import Instances
from leaders.platforms.mastodon.parse import Local
from leaders.platforms.memory import Memory
from leaders.platforms.parsing import dig


class Homes:
    """Asks each home once; raises as an instance does, with status 404 for what is not there."""

    def __init__(self, instances: Instances) -> None:
        self._instances = instances
        self._accounts = Memory[Local]()
        self._posts = Memory[Post]()
        self._owners = Memory[str]()

    def look_up(self, instance: Instance, user: str) -> Local:
        """An account as its home sees it now."""
        origin = instance.meet()
        body = instance.get("/api/v1/accounts/lookup", {"acct": user}).body
        local = parse.parse_local(body, origin)
        if local is None:
            raise PlatformRefused(f"{instance.host} told nothing readable of {user}.", 200)
        return self._accounts.keep(local.account.account_id, local)

    def find_id(self, name: Name) -> str:
        """The id of an account as a person names it; one that was suspended keeps its id."""
        if name.is_page:
            instance = self._instances.open(name.host)
        else:
            instance = self._instances.find_home(name.user, name.host)
        try:
            return self.look_up(instance, name.user).account.account_id
        except PlatformRefused as refusal:
            if refusal.status != 410:
                raise
        return f"{PREFIX}{name.user}@{instance.meet().domain}"

    def find_account(self, user: str, domain: str) -> tuple[Instance, Local]:
        """The home of an account, and the account as it was seen last in this process."""
        instance = self._instances.find_home(user, domain)
        account_id = f"{PREFIX}{user}@{domain}"
        local = self._accounts.find(account_id) or self.look_up(instance, user)
        if local.account.account_id != account_id:
            known = local.account.account_id
            raise PlatformRefused(f"{account_id} is known as {known}; ask for that.", 404)
        return instance, local

    def find_post(self, host: str, number: str) -> tuple[Instance, Post]:
        """The home of a post, and the post as it was seen last in this process."""
        instance = self._instances.open(host)
        post_id = str(name_post(host, number))
        post = self._posts.find(post_id)
        if post is None:
            body = instance.get(f"/api/v1/statuses/{number}", {}).body
            post = parse.parse_post(body, instance.meet())
            if post is None or post.post_id != post_id:
                raise PlatformRefused(f"{host} shows no public post {number} of its own.", 404)
            self.keep_posts((post,))
        return instance, post

    def keep_posts(self, posts: tuple[Post, ...]) -> None:
        """Remember posts that their own home showed."""
        for post in posts:
            self._posts.keep(post.post_id, post)

    def find_owner(self, instance: Instance) -> str:
        """The number of the account that our token belongs to."""
        owner = self._owners.find(instance.host)
        if owner is None:
            body = instance.get("/api/v1/accounts/verify_credentials", {}).body
            owner = self._owners.keep(instance.host, str(dig(body, "id")))
        return owner
