"""What a production is made of: its settings, roles by position, rights by dates, waves of invitations."""
